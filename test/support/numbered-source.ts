import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { addFrameMark, publishRtmp, readFlv, type MediaPacket, type RtmpPublication } from '../../src/gateway/index.ts'
import type { Secret } from '../../src/secrets/index.ts'

const CLIP = resolve(import.meta.dirname, '../../assets/clip.flv')
const CLIP_MS = 8000

/** A publisher in real time whose frames are numbered, on over everything that happens to its connection. */
export interface NumberedSource extends AsyncDisposable {
  /** The next frame has this number. */
  readonly framesSent: number
  /** No packet is sent, while the connection stays. */
  stall(): void
  /** Goes on after a stall. */
  goOn(): void
  /** Cuts the connection without a word. Frames go on being numbered once it is back. */
  cut(): void
  /** Publishes anew after a cut. */
  comeBack(): Promise<void>
  /** Says goodbye after everything was delivered. */
  stop(): Promise<void>
}

/** A NAL unit of filler data (H.264, 7.3.2.7), which decoders skip, with its length before it. */
function filler(bytes: number): Buffer {
  const nal = Buffer.alloc(4 + bytes, 0xff)
  nal.writeUInt32BE(bytes)
  nal[4] = 12
  nal[nal.length - 1] = 0x80
  return nal
}

/** The simulator's clip, 30 pictures and a key frame a second, each picture filled up to the rate that is wanted. */
export async function numberedSource(
  to: { readonly url: string; readonly key: Secret; readonly tls?: { readonly ca?: string } },
  fillBytes = 0,
): Promise<NumberedSource> {
  const { packets } = readFlv(await readFile(CLIP))
  const headers = packets.filter((packet) => packet.role === 'config')
  const media = packets.filter((packet) => ['key', 'delta', 'audio'].includes(packet.role))
  const fill = fillBytes === 0 ? null : filler(fillBytes)
  let publication: RtmpPublication | null = null
  let timer: NodeJS.Timeout | null = null
  let framesSent = 0

  const write = (to: RtmpPublication, packet: MediaPacket, dtsMs: number): void => {
    if (packet.kind !== 'video') return to.write({ ...packet, dtsMs })
    const marked = addFrameMark(packet.body, { number: framesSent++, sentAtMs: Date.now() })
    to.write({ ...packet, dtsMs, body: fill === null ? marked : Buffer.concat([marked, fill]) })
  }
  const play = (to: RtmpPublication): void => {
    const began = performance.now()
    let next = 0
    for (const header of headers) to.write(header)
    timer = setInterval(() => {
      if (stalled) return
      for (;;) {
        const packet = media[next % media.length]
        if (packet === undefined) return
        const dtsMs = packet.dtsMs + Math.floor(next / media.length) * CLIP_MS + waited
        if (dtsMs > performance.now() - began) return
        write(to, packet, dtsMs)
        next++
      }
    }, 5)
    waited = 0
  }
  let stalled = false
  let stalledAt = 0
  /** How much later everything is because of stalls. */
  let waited = 0
  const silence = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
  }
  const comeBack = async (): Promise<void> => {
    stalled = false
    publication = await publishRtmp({ ...to, signal: AbortSignal.timeout(10_000), clock: systemClock })
    play(publication)
  }
  await comeBack()
  const stop = async (): Promise<void> => {
    silence()
    await publication?.close()
  }
  return {
    get framesSent() {
      return framesSent
    },
    stall: () => {
      stalled = true
      stalledAt = performance.now()
    },
    goOn: () => {
      if (stalled) waited += performance.now() - stalledAt
      stalled = false
    },
    cut: () => {
      silence()
      publication?.drop()
      publication = null
    },
    comeBack,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
