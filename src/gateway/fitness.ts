import { audioCodecName, videoCodecName } from './codec/index.ts'
import type { MediaPacket } from './packet.ts'

/** What of a stream cannot be used. */
export interface Unfit {
  readonly code: 'picture_unsupported' | 'no_picture' | 'no_key_frame' | 'sound_unsupported' | 'further_tracks'
  /** For a person: what it is, what becomes of it, what to do. */
  readonly message: string
}

/** What keeps a feed from beginning; the others are left out, and the rest goes on. */
const BLOCKING = ['picture_unsupported', 'no_picture', 'no_key_frame'] as const satisfies readonly Unfit['code'][]

/** How long sound may come alone, or pictures without a key frame, before it is said, ms. */
const NO_PICTURE_MS = 5000
const NO_KEY_FRAME_MS = 12_000

/**
 * Looks at what a publisher sends for what an output cannot take, and for what keeps a feed from beginning: it begins
 * with a key frame. The connection stays: the encoder may be set right while it sends, and an encoder that is sent away
 * comes back at once. Each thing is told once in a publish.
 */
export class Fitness {
  readonly #told = new Map<Unfit['code'], string>()
  #soundSinceMs: number | null = null
  #pictureSinceMs: number | null = null
  #began = false
  #soundKnown = false

  /** A publish begins. */
  forget(): void {
    this.#told.clear()
    this.#soundSinceMs = null
    this.#pictureSinceMs = null
    this.#began = false
    this.#soundKnown = false
  }

  /** Everything that holds now; null when there is nothing to say. */
  get why(): string | null {
    return this.#told.size === 0 ? null : [...this.#told.values()].join(' ')
  }

  /** What keeps it from beginning; null once it has begun, and where nothing is wrong. */
  get blockedWhy(): string | null {
    const why = BLOCKING.flatMap((code) => this.#told.get(code) ?? [])
    return why.length === 0 ? null : why.join(' ')
  }

  /** What is new with this packet; null nearly always. */
  see(packet: MediaPacket): Unfit | null {
    if (this.#began && this.#soundKnown) return null
    if (packet.kind === 'audio') return this.#sound(packet)
    return packet.kind === 'video' && !this.#began ? this.#picture(packet) : null
  }

  /** Only the first of several pictures or sounds goes on. */
  furtherTracks(): Unfit | null {
    return this.#tell(
      'further_tracks',
      'The encoder sends several tracks: the first one goes on, the others are left out.',
    )
  }

  #picture(packet: MediaPacket): Unfit | null {
    if (packet.role === 'key') {
      this.#began = true
      for (const code of BLOCKING) this.#told.delete(code)
      return null
    }
    if (packet.role === 'other') {
      const name = videoCodecName(packet.body)
      // A command, or what describes colours: no picture.
      if (name === null || (packet.body[0] ?? 0) & 0x80) return null
      return this.#tell('picture_unsupported', `The picture (${name}) cannot be used. Set the encoder to H.264.`)
    }
    if (packet.role !== 'delta') return null
    this.#pictureSinceMs ??= packet.arrivedMs
    if (packet.arrivedMs - this.#pictureSinceMs < NO_KEY_FRAME_MS) return null
    const seconds = NO_KEY_FRAME_MS / 1000
    return this.#tell(
      'no_key_frame',
      `Pictures arrive, but no key frame for ${seconds} s, and a stream begins with one. Set the encoder's key-frame interval to 2 s.`,
    )
  }

  #sound(packet: MediaPacket): Unfit | null {
    if (!this.#soundKnown) {
      this.#soundKnown = true
      const name = audioCodecName(packet.body)
      if (name !== null && name !== 'AAC') {
        const what = `The sound (${name}) is not AAC: RTMP destinations get it as it is, recordings, SRT and preview go without.`
        return this.#tell('sound_unsupported', `${what} Set the encoder to AAC.`)
      }
    }
    if (this.#pictureSinceMs !== null || this.#told.has('picture_unsupported')) return null
    this.#soundSinceMs ??= packet.arrivedMs
    if (packet.arrivedMs - this.#soundSinceMs < NO_PICTURE_MS) return null
    return this.#tell(
      'no_picture',
      'Sound arrives, but no picture, and a stream begins with its first key frame. Check that the encoder sends a picture.',
    )
  }

  #tell(code: Unfit['code'], message: string): Unfit | null {
    if (this.#told.has(code)) return null
    this.#told.set(code, message)
    return { code, message }
  }
}
