import { parseAacConfigBody, parseAvcConfigBody } from '../codec/index.ts'
import { withParameterSets } from '../codec/parameter-sets.ts'
import { packetBytes, type MediaPacket } from '../packet.ts'

/** Kept in memory, so that it can begin at any moment and on any disk. */
export const MAX_SLATE_BYTES = 64 * 1024 * 1024
const MAX_SLATE_MS = 10 * 60_000
/** Frames that are not shown within this cannot be told from a still picture. */
const MIN_FPS = 5
const AAC_FRAME_SAMPLES = 1024

/** What a slate is like, for comparison with the feed. */
export interface SlateFormat {
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly sampleRate: number
  readonly channels: number
}

/** A clip that is played in a circle until the show is back. */
export interface Slate {
  readonly headers: readonly MediaPacket[]
  /** In order, times from 0; the first is a key frame at 0. */
  readonly packets: readonly MediaPacket[]
  /** After so long it begins again. */
  readonly durationMs: number
  readonly format: SlateFormat
  readonly bitrateKbps: number
}

/** What makes a file useless as a slate, in a sentence. */
export class SlateError extends Error {
  override readonly name = 'SlateError'
}

/**
 * A slate of a file's packets.
 *
 * @throws {SlateError} what is missing
 */
export function slateOf(packets: readonly MediaPacket[]): Slate {
  const video = headerOf(packets, 'video')
  const audio = headerOf(packets, 'audio')
  const picture = video === null ? null : parseAvcConfigBody(video.body)
  const sound = audio === null ? null : parseAacConfigBody(audio.body)
  if (video === null || picture === null) throw new SlateError('It has no H.264 picture.')
  if (audio === null || sound === null) throw new SlateError('It has no AAC sound; a slate needs some, be it silence.')
  const frames = packets.filter(({ role }) => role === 'key' || role === 'delta')
  const first = frames.find(({ role }) => role === 'key')
  const last = frames.at(-1)
  if (first === undefined || last === undefined || first !== frames[0]) {
    throw new SlateError('Its picture does not begin with a key frame.')
  }
  const spanMs = last.dtsMs - first.dtsMs
  const fps = spanMs > 0 ? ((frames.length - 1) * 1000) / spanMs : 0
  if (fps < MIN_FPS) throw new SlateError(`It has fewer than ${MIN_FPS} pictures a second.`)
  if (frames.some((frame, at) => at > 0 && frame.dtsMs <= (frames[at - 1]?.dtsMs ?? frame.dtsMs))) {
    throw new SlateError('Its times go back.')
  }
  const durationMs = Math.round(spanMs + 1000 / fps)
  if (durationMs > MAX_SLATE_MS) throw new SlateError(`It is longer than ${MAX_SLATE_MS / 60_000} minutes.`)
  const soundMs = (AAC_FRAME_SAMPLES * 1000) / sound.sampleRate
  const kept = packets
    .filter(({ role }) => role === 'key' || role === 'delta' || role === 'audio')
    .map((packet) => ({ ...packet, dtsMs: packet.dtsMs - first.dtsMs }))
    // What would still be heard when it begins again has no place.
    .filter(({ role, dtsMs }) => role !== 'audio' || (dtsMs >= 0 && dtsMs + soundMs <= durationMs + 1))
    .map((packet) => (packet.role === 'key' ? { ...packet, body: withParameterSets(packet.body, picture) } : packet))
  const ordered = kept.toSorted((a, b) => a.dtsMs - b.dtsMs || Number(a.kind === 'audio') - Number(b.kind === 'audio'))
  if (!ordered.some(({ role }) => role === 'audio')) throw new SlateError('It has no sound; silence would do.')
  const bytes = ordered.reduce((sum, packet) => sum + packetBytes(packet), 0)
  if (bytes > MAX_SLATE_BYTES) throw new SlateError(`It has more than ${MAX_SLATE_BYTES / 2 ** 20} MiB.`)
  return {
    headers: [video, audio],
    packets: ordered,
    durationMs,
    format: {
      width: picture.width,
      height: picture.height,
      fps: picture.fps ?? fps,
      sampleRate: sound.sampleRate,
      channels: sound.channels,
    },
    bitrateKbps: (bytes * 8) / durationMs,
  }
}

/** As much as the first picture of another source is behind the last sound of the one before, at most. */
const LEAD_IN_MS = 250

/**
 * The sound that would be heard before its first picture, if it had been playing already. With reordered pictures the first
 * one comes some frames after the last sound of another source, and without this there would be silence between the two.
 */
export function leadIn({ packets, durationMs }: Slate): readonly MediaPacket[] {
  return packets
    .filter(({ role, dtsMs }) => role === 'audio' && dtsMs >= durationMs - LEAD_IN_MS)
    .map((packet) => ({ ...packet, dtsMs: packet.dtsMs - durationMs }))
}

/** The one header of a track; a file whose header changes is not played in a circle. */
function headerOf(packets: readonly MediaPacket[], kind: 'video' | 'audio'): MediaPacket | null {
  const headers = packets.filter((packet) => packet.kind === kind && packet.role === 'config')
  const [first] = headers
  if (headers.some((header) => first !== undefined && !header.body.equals(first.body))) {
    throw new SlateError(`Its ${kind === 'video' ? 'picture' : 'sound'} changes its format on the way.`)
  }
  return first ?? null
}

/** What is different, in words; null when nothing is that a receiver would see. */
export function differenceOf(slate: SlateFormat, feed: Partial<SlateFormat>): string | null {
  const same = (a: number, b: number | undefined) => b === undefined || Math.abs(a - b) / b < 0.005
  const differences = [
    same(slate.width, feed.width) && same(slate.height, feed.height)
      ? null
      : `${slate.width}×${slate.height} instead of ${feed.width}×${feed.height}`,
    same(slate.fps, feed.fps) ? null : `${round(slate.fps)} frames a second instead of ${round(feed.fps ?? 0)}`,
    same(slate.sampleRate, feed.sampleRate) ? null : `${slate.sampleRate} Hz instead of ${feed.sampleRate} Hz`,
    same(slate.channels, feed.channels) ? null : `${slate.channels} instead of ${feed.channels} channels of sound`,
  ].filter((difference) => difference !== null)
  return differences.length === 0 ? null : differences.join(', ')
}

function round(fps: number): number {
  return Math.round(fps * 100) / 100
}
