import type { AacConfig } from '../../codec/index.ts'

const HEAD_BYTES = 7
const MAX_FRAME = 0x1fff
const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
const AAC_LC = 2
/** HE-AAC and HE-AAC v2: the core is AAC-LC, and a decoder finds the rest in the frames. */
const WITH_EXTENSION = new Set([5, 29])

/** Writes the head that each AAC frame of a transport stream carries (ISO/IEC 14496-3, 1.A.2.2). */
export class AdtsFraming {
  readonly #head: Buffer

  private constructor(head: Buffer) {
    this.#head = head
  }

  /** Null for AAC that this head cannot describe. */
  static of({ objectType, sampleRate, channels }: AacConfig): AdtsFraming | null {
    const core = WITH_EXTENSION.has(objectType) ? AAC_LC : objectType
    const rate = RATES.indexOf(sampleRate)
    const layout = channels === 8 ? 7 : channels
    if (core < 1 || core > 4 || rate === -1 || layout < 1 || layout > 7) return null
    const head = Buffer.alloc(HEAD_BYTES)
    head[0] = 0xff
    head[1] = 0xf1
    head[2] = ((core - 1) << 6) | (rate << 2) | (layout >> 2)
    head[3] = (layout & 3) << 6
    head[5] = 0x1f
    head[6] = 0xfc
    return new AdtsFraming(head)
  }

  /** The frame with its head; null when it is longer than the head can say. */
  frame(data: Buffer): Buffer | null {
    const length = HEAD_BYTES + data.length
    if (length > MAX_FRAME) return null
    const framed = Buffer.allocUnsafe(length)
    this.#head.copy(framed)
    framed[3] = (this.#head[3] ?? 0) | (length >> 11)
    framed[4] = (length >> 3) & 0xff
    framed[5] = ((length & 7) << 5) | 0x1f
    data.copy(framed, HEAD_BYTES)
    return framed
  }
}
