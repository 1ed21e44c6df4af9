import { codedData, parseAacConfigBody, parseVideoConfigBody } from '../../codec/index.ts'
import type { StreamHeaders } from '../../headers.ts'
import { TsMuxer, type TsFormats, type TsVideo } from '../../mux/ts/index.ts'
import type { MediaPacket } from '../../packet.ts'
import { MAX_MESSAGE_BYTES } from './message-size.ts'

/** Sound that would fill a message goes out without waiting for the next picture. */
const HELD_BYTES = MAX_MESSAGE_BYTES
/** No encoder reorders over more than this; a composition offset beyond it, or below 0, is damage and counts as none. */
const MAX_CTS_MS = 10_000

/**
 * A feed's packets as a transport stream, from a key frame on. Sound waits for the next picture, so that messages are
 * full: a few milliseconds, against a packet of its own for each of fifty frames a second.
 */
export class TsStream {
  #muxer: TsMuxer | null = null
  /** What it was begun with; other packets mean other headers. */
  #video: MediaPacket | null = null
  #audio: MediaPacket | null = null
  #held: Buffer[] = []
  #heldBytes = 0

  /** What is held back is of no use any more. */
  forget(): void {
    this.#held = []
    this.#heldBytes = 0
  }

  /**
   * Begins, or goes on, with this key frame.
   *
   * @returns false when the headers say that the picture is nothing that we can carry
   */
  begin(headers: StreamHeaders): boolean {
    const { video, audio } = headers
    if (this.#muxer !== null && video === this.#video && audio === this.#audio) return true
    const formats = formatsOf(video, audio)
    if (formats.video === null) return false
    if (this.#muxer === null) this.#muxer = new TsMuxer(formats)
    else this.#muxer.change(formats)
    this.#video = video
    this.#audio = audio
    return true
  }

  /** The bytes that are to be sent now; none while they are held back. */
  take(packet: MediaPacket): Buffer | null {
    const muxer = this.#muxer
    if (muxer === null) return null
    if (packet.kind === 'audio' && packet.role === 'config') this.#soundChanged(packet, muxer)
    if (packet.role === 'audio') {
      const { dtsMs, body } = packet
      return this.#hold(muxer.add({ kind: 'audio', key: true, dtsMs, ctsMs: 0, data: codedData('audio', body) }))
    }
    if (packet.role !== 'key' && packet.role !== 'delta') return null
    const { dtsMs, body } = packet
    const ctsMs = packet.ctsMs >= 0 && packet.ctsMs <= MAX_CTS_MS ? packet.ctsMs : 0
    const data = codedData('video', body)
    return this.#withHeld(muxer.add({ kind: 'video', key: packet.role === 'key', dtsMs, ctsMs, data }))
  }

  /** Sound is what its newest header says, from the next frame on; a key frame may be seconds away. */
  #soundChanged(header: MediaPacket, muxer: TsMuxer): void {
    const config = parseAacConfigBody(header.body)
    if (config !== null && muxer.changeSound(config)) this.#audio = header
  }

  /** What is held back. */
  flush(): Buffer | null {
    return this.#heldBytes === 0 ? null : this.#withHeld(Buffer.alloc(0))
  }

  #hold(bytes: Buffer): Buffer | null {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    return this.#heldBytes >= HELD_BYTES ? this.flush() : null
  }

  #withHeld(bytes: Buffer): Buffer {
    if (this.#heldBytes === 0) return bytes
    const all = Buffer.concat([...this.#held, bytes])
    this.forget()
    return all
  }
}

function formatsOf(video: MediaPacket | null, audio: MediaPacket | null): TsFormats {
  return {
    video: video === null ? null : pictureOf(video),
    audio: audio === null ? null : parseAacConfigBody(audio.body),
  }
}

/** AV1 has parameter sets of another kind, and no agreed place in a transport stream. */
function pictureOf({ body }: MediaPacket): TsVideo | null {
  const config = parseVideoConfigBody(body)
  return config !== null && 'sps' in config ? config : null
}
