import { codedData } from '../codec/index.ts'
import { liveFragmentHead, LiveAudioTimes, LiveVideoTimes, type LivePlace } from '../mux/index.ts'
import type { MediaPacket } from '../packet.ts'
import { KeptBytes } from './kept-bytes.ts'
import { binaryMessage, messageKinds } from './message.ts'

/**
 * A frame that viewers can be given. It is muxed when the first of them asks for it, once for all; whoever asks does so
 * before the next key frame, because the packet's body is overwritten then.
 */
export class PreviewFrame {
  readonly packet: MediaPacket
  readonly #place: LivePlace
  readonly #sequence: number
  #message: Buffer | null = null

  constructor(packet: MediaPacket, place: LivePlace, sequence: number) {
    this.packet = packet
    this.#place = place
    this.#sequence = sequence
  }

  get message(): Buffer {
    this.#message ??= this.#mux()
    return this.#message
  }

  #mux(): Buffer {
    const { kind, role, body, dtsMs, ctsMs } = this.packet
    const video = kind === 'video'
    const key = role === 'key' || !video
    const data = codedData(kind, body)
    const sample = { ...this.#place, kind: video ? 'video' : 'audio', key, data } as const
    const fragment = video ? messageKinds.videoFragment : messageKinds.audioFragment
    return binaryMessage(fragment, { key, dtsMs, ctsMs }, [liveFragmentHead(this.#sequence, sample), data])
  }
}

/** Named one by one: an object's rest is copied key by key, thirty times a second. */
function withBody({ kind, role, dtsMs, ctsMs, arrivedMs }: MediaPacket, body: Buffer): MediaPacket {
  return { kind, role, dtsMs, ctsMs, body, arrivedMs }
}

/**
 * Everything since the last key frame: what a late viewer is given at once. Bounded in bytes; a group that grows beyond is
 * forgotten, and who comes then waits for the next key frame.
 */
export class GroupOfPictures {
  readonly #limitBytes: number
  readonly #kept: KeptBytes
  #frames: PreviewFrame[] = []
  #bytes = 0
  #sequence = 0
  #video = new LiveVideoTimes()
  #audio: LiveAudioTimes | null = null

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
    this.#kept = new KeptBytes(limitBytes)
  }

  /** Begins with a key frame, or is empty. */
  get frames(): readonly PreviewFrame[] {
    return this.#frames
  }

  /** Bytes of the packets that it keeps. */
  get bytes(): number {
    return this.#bytes
  }

  /** Other codec headers, or another publish: nothing of before fits what comes. */
  restart(audio: { readonly sampleRate: number; readonly samplesPerFrame: number } | null): void {
    this.#clear()
    this.#kept.release()
    this.#video = new LiveVideoTimes()
    this.#audio = audio === null ? null : new LiveAudioTimes(audio)
  }

  /** Takes a packet of role `key`, `delta` or `audio`; null for sound where none was announced. */
  add(packet: MediaPacket): PreviewFrame | null {
    const place =
      packet.kind === 'video' ? this.#video.place(packet.dtsMs, packet.ctsMs) : this.#audio?.place(packet.dtsMs)
    if (place === undefined) return null
    this.#sequence += 1
    if (packet.role === 'key') this.#clear()
    else if (this.#frames.length === 0) return new PreviewFrame(packet, place, this.#sequence)
    this.#bytes += packet.body.length
    if (this.#bytes > this.#limitBytes) {
      this.#clear()
      return new PreviewFrame(packet, place, this.#sequence)
    }
    const frame = new PreviewFrame(withBody(packet, this.#kept.keep(packet.body)), place, this.#sequence)
    this.#frames.push(frame)
    return frame
  }

  #clear(): void {
    this.#frames = []
    this.#bytes = 0
    this.#kept.forget()
  }
}
