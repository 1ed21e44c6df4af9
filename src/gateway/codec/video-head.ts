/**
 * What stands before the coded data in a video message: the FLV video tag header (Adobe, "Video File Format
 * Specification 10.1", E.4.3.1), and the extended one of enhanced RTMP (Veovera, versions 1 and 2), which names the codec
 * by four characters.
 */
export interface VideoHead {
  /** By four characters where the message names it so (`hvc1`); `avc1` and `hvc1` for their old numbers; else null. */
  readonly codec: string | null
  readonly part: 'config' | 'frame' | 'end' | 'colour' | 'other'
  readonly key: boolean
  /** Presentation minus decode time, ms. */
  readonly ctsMs: number
  /** Where in the body the composition time stands, 24 bits; null where there is none. */
  readonly compositionAt: number | null
  /** Where in the body the coded data begins. */
  readonly dataAt: number
}

const EXTENDED = 0x80
const AVC = 7
/** Not in any specification: the number that many encoders and servers used for HEVC before enhanced RTMP. */
const HEVC = 12
const OLD_HEAD_BYTES = 5
const FOUR_CC_BYTES = 4

const KEY_FRAME = 1
const DISPOSABLE_FRAME = 3
const GENERATED_KEY_FRAME = 4

/** Packet types of the extended header. */
export const VideoPacketType = {
  sequenceStart: 0,
  codedFrames: 1,
  sequenceEnd: 2,
  codedFramesX: 3,
  metadata: 4,
  multitrack: 6,
  modEx: 7,
} as const

/** With `codedFrames` these have a composition time, 24 bits, before the data. */
const REORDERED = new Set(['avc1', 'hvc1', 'vvc1'])

/** Codecs before 2023 by their numbers, for people. */
const OLD_CODECS: Readonly<Record<number, string>> = {
  2: 'Sorenson H.263',
  3: 'Screen video',
  4: 'VP6',
  5: 'VP6 with alpha',
  6: 'Screen video 2',
}

/** Reads the head of a video message's body; null where it is cut off or means nothing to us. */
export function videoHead(body: Buffer): VideoHead | null {
  const first = body[0] ?? 0
  return first & EXTENDED ? extendedHead(body, first) : oldHead(body, first)
}

function oldHead(body: Buffer, first: number): VideoHead | null {
  const number = first & 0x0f
  if ((number !== AVC && number !== HEVC) || body.length < OLD_HEAD_BYTES) return null
  const codec = number === AVC ? 'avc1' : 'hvc1'
  const dataAt = OLD_HEAD_BYTES
  if (body[1] === 1) {
    return frameHead(body, first >> 4, { codec, key: false, ctsMs: body.readIntBE(2, 3), compositionAt: 2, dataAt })
  }
  const head = { codec, key: false, ctsMs: 0, compositionAt: null, dataAt }
  if (body[1] === 0) return { ...head, part: 'config' }
  if (body[1] === 2) return { ...head, part: 'end' }
  return { ...head, part: 'other' }
}

function extendedHead(body: Buffer, first: number): VideoHead | null {
  const start = afterModifiers(body)
  if (start === null) return null
  const { type, at } = start
  const frameType = (first >> 4) & 7
  if (type === VideoPacketType.multitrack) return null
  const dataAt = at + FOUR_CC_BYTES
  if (body.length < dataAt) return null
  const codec = body.toString('latin1', at, dataAt)
  const head = { codec, key: false, ctsMs: 0, compositionAt: null, dataAt }
  switch (type) {
    case VideoPacketType.sequenceStart:
      return { ...head, part: 'config' }
    case VideoPacketType.sequenceEnd:
      return { ...head, part: 'end' }
    case VideoPacketType.metadata:
      return { ...head, part: 'colour' }
    case VideoPacketType.codedFramesX:
      return frameHead(body, frameType, head)
    case VideoPacketType.codedFrames:
      if (!REORDERED.has(codec)) return frameHead(body, frameType, head)
      if (body.length < dataAt + 3) return null
      return frameHead(body, frameType, {
        ...head,
        ctsMs: body.readIntBE(dataAt, 3),
        compositionAt: dataAt,
        dataAt: dataAt + 3,
      })
    default:
      return { ...head, part: 'other' }
  }
}

/** A frame without data is none, and "command" frames carry no picture. */
function frameHead(body: Buffer, frameType: number, head: Omit<VideoHead, 'part'>): VideoHead {
  const { codec, ctsMs, compositionAt, dataAt } = head
  const isFrame = frameType >= KEY_FRAME && frameType <= GENERATED_KEY_FRAME && body.length > dataAt
  if (!isFrame) return { ...head, ctsMs: 0, part: 'other' }
  // Disposable frames are pictures that no other refers to.
  const key = frameType !== DISPOSABLE_FRAME && (frameType === KEY_FRAME || frameType === GENERATED_KEY_FRAME)
  // Named one by one, since every picture comes by here: an object's rest is copied key by key.
  return { codec, key, ctsMs, compositionAt, dataAt, part: 'frame' }
}

/** An extended head's packet type, with the modifiers before it (version 2, `ModEx`) passed over. */
export function afterModifiers(body: Buffer): { readonly type: number; readonly at: number } | null {
  let type = (body[0] ?? 0) & 0x0f
  let at = 1
  while (type === VideoPacketType.modEx) {
    let bytes = (body[at] ?? 0) + 1
    at += 1
    if (bytes === 256) {
      if (body.length < at + 2) return null
      bytes = body.readUInt16BE(at) + 1
      at += 2
    }
    at += bytes
    const next = body[at]
    if (next === undefined) return null
    type = next & 0x0f
    at += 1
  }
  return { type, at }
}

/** What the picture of this message is called, for people; null when it says nothing. */
export function videoCodecName(body: Buffer): string | null {
  const first = body[0]
  if (first === undefined) return null
  if ((first & EXTENDED) === 0) {
    const number = first & 0x0f
    return number === AVC ? 'H.264' : number === HEVC ? 'HEVC' : (OLD_CODECS[number] ?? `codec ${number}`)
  }
  const codec = videoHead(body)?.codec ?? null
  return codec === null ? null : (FOUR_CC_NAMES[codec] ?? printable(codec))
}

const FOUR_CC_NAMES: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  hvc1: 'HEVC',
  vvc1: 'VVC',
  av01: 'AV1',
  vp08: 'VP8',
  vp09: 'VP9',
}

/** Four characters of a stranger's, fit to be shown. */
export function printable(fourCc: string): string {
  return fourCc.replace(/[^\x21-\x7e]/g, '?')
}
