import { audioHead } from './audio-head.ts'
import { BitReader } from './bit-reader.ts'

/** An AAC AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), read. */
export interface AacConfig {
  /** The record itself. */
  readonly record: Buffer
  /** 2 AAC-LC, 5 HE-AAC, 29 HE-AAC v2, … */
  readonly objectType: number
  /** Of the core coder, Hz; frames are counted at this rate. */
  readonly sampleRate: number
  readonly channels: number
  /** As RFC 6381 writes it: `mp4a.40.2`. */
  readonly codec: string
}

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
const EXPLICIT_RATE = 15
/** By channel configuration; 0 is described elsewhere in the stream. */
const CHANNELS = [null, 1, 2, 3, 4, 5, 6, 8]

/** Reads one; null when it is none. */
export function parseAacConfig(record: Buffer): AacConfig | null {
  try {
    const bits = new BitReader(record)
    const short = bits.bits(5)
    const objectType = short === 31 ? 32 + bits.bits(6) : short
    const index = bits.bits(4)
    const sampleRate = index === EXPLICIT_RATE ? bits.bits(24) : (RATES[index] ?? 0)
    const channels = CHANNELS[bits.bits(4)] ?? null
    if (objectType === 0 || sampleRate < 1 || sampleRate > 192_000 || channels === null) return null
    return { record, objectType, sampleRate, channels, codec: `mp4a.40.${objectType}` }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The same from the body of a `config` audio packet. */
export function parseAacConfigBody(body: Buffer): AacConfig | null {
  const head = audioHead(body)
  return head?.codec === 'mp4a' && head.part === 'config' ? parseAacConfig(body.subarray(head.dataAt)) : null
}
