import { printable, afterModifiers, VideoPacketType } from './video-head.ts'

/** What stands before the coded data in an audio message, old or extended (enhanced RTMP 2); see {@link VideoHead}. */
export interface AudioHead {
  /** `mp4a` for AAC, also by its old number; `.mp3`, `Opus`, …; null for other old numbers. */
  readonly codec: string | null
  readonly part: 'config' | 'frame' | 'end' | 'other'
  readonly dataAt: number
}

const EXTENDED = 9
const AAC = 10
const MP3 = 2
const AAC_HEAD_BYTES = 2
const FOUR_CC_BYTES = 4

/** Sound before enhanced RTMP by its numbers, for people. */
const OLD_SOUND: Readonly<Record<number, string>> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711 A-law',
  8: 'G.711 µ-law',
  10: 'AAC',
  11: 'Speex',
  14: 'MP3',
}

/** Reads the head of an audio message's body; null where it is cut off or means nothing to us. */
export function audioHead(body: Buffer): AudioHead | null {
  const format = (body[0] ?? 0) >> 4
  if (format === EXTENDED) return extendedHead(body)
  if (format === AAC) {
    if (body.length <= AAC_HEAD_BYTES || (body[1] ?? 0) > 1) return null
    return { codec: 'mp4a', part: body[1] === 0 ? 'config' : 'frame', dataAt: AAC_HEAD_BYTES }
  }
  return body.length < 2 ? null : { codec: format === MP3 ? '.mp3' : null, part: 'frame', dataAt: 1 }
}

function extendedHead(body: Buffer): AudioHead | null {
  // Packet types have the numbers of the picture's: start 0, frames 1, end 2, more than one track 5 (there 6).
  const start = afterModifiers(body)
  if (start === null || start.type === AUDIO_MULTITRACK) return null
  const dataAt = start.at + FOUR_CC_BYTES
  if (body.length < dataAt) return null
  const codec = body.toString('latin1', start.at, dataAt)
  const data = body.length > dataAt
  if (start.type === VideoPacketType.sequenceStart) return { codec, part: data ? 'config' : 'other', dataAt }
  if (start.type === VideoPacketType.codedFrames) return { codec, part: data ? 'frame' : 'other', dataAt }
  return { codec, part: start.type === VideoPacketType.sequenceEnd ? 'end' : 'other', dataAt }
}

/** Packet type of an audio message with more than one track. */
export const AUDIO_MULTITRACK = 5

/** What the sound of this message is called, for people; null when it says nothing. */
export function audioCodecName(body: Buffer): string | null {
  const first = body[0]
  if (first === undefined) return null
  const format = first >> 4
  if (format !== EXTENDED) return OLD_SOUND[format] ?? `sound format ${format}`
  const codec = audioHead(body)?.codec ?? null
  return codec === null ? null : (FOUR_CC_NAMES[codec] ?? printable(codec))
}

const FOUR_CC_NAMES: Readonly<Record<string, string>> = {
  mp4a: 'AAC',
  Opus: 'Opus',
  fLaC: 'FLAC',
  '.mp3': 'MP3',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
}
