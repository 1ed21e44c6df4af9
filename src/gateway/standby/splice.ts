import { parseAacConfigBody, parseVideoConfigBody, type AvcConfig, type HevcConfig } from '../codec/index.ts'
import { withComposition, withParameterSets } from '../codec/parameter-sets.ts'
import type { MediaPacket } from '../packet.ts'

/** What is missing after a longer silence is not made up for: nothing went out, and everybody has seen it. */
const CATCH_UP_MS = 5000
/** How much of a source's deviation from our clock is followed with each frame: its drift, not its jitter. */
const FOLLOW = 1 / 256
/** A larger deviation is a jump of the source's clock. */
const JUMP_MS = 1000
/** A frame's time where none is known yet, and what is believed of one, ms. */
const USUAL_STEP_MS = 40
const LONGEST_STEP_MS = 200
const AAC_FRAME_SAMPLES = 1024
const USUAL_AUDIO_STEP_MS = 24

/** A live source comes when it comes, and its clock is not ours; what we play goes by our own. */
type Pace = 'live' | 'by our clock'

/**
 * Joins sources to one stream whose decode times grow over every join, in each of its tracks. A source begins at a key
 * frame, which is shown one frame after the last picture of the one before; its sound begins where the other's has ended,
 * never before. No socket, no clock: times are those of the packets.
 */
export class Splice {
  readonly #emit: (packet: MediaPacket) => void
  /** Whether key frames carry their parameter sets: where there is anything to change to. */
  armed = false
  #offsetMs = 0
  /** What a key frame may have to be given; null where the codec has no such sets. */
  #sets: AvcConfig | HevcConfig | null = null
  #audioStepMs = USUAL_AUDIO_STEP_MS
  #audioFromMs = -Infinity
  #lastVideoMs: number | null = null
  #lastShownMs = -Infinity
  #lastAudioMs: number | null = null
  #stepMs = USUAL_STEP_MS
  /** The stream's time at our clock's zero: where the stream should be, and where the present source has it. */
  #anchorMs: number | null = null
  #sourceAnchorMs = 0
  #pace: Pace = 'live'

  constructor(emit: (packet: MediaPacket) => void) {
    this.#emit = emit
  }

  /** How much earlier than due the source's packets are with a key frame that came at `arrivedMs`, were it begun now. */
  aheadWith(key: MediaPacket): number {
    return this.#anchorMs === null ? 0 : this.#startOf(key) - key.arrivedMs - this.#anchorMs
  }

  /** When a stream time is due by our clock, ms; something has begun. */
  dueAt(streamMs: number): number {
    return streamMs - (this.#anchorMs ?? 0)
  }

  /**
   * Another source, from this key frame on.
   *
   * @param headers its metadata and codec headers
   * @returns the stream time of the key frame
   */
  begin(headers: readonly MediaPacket[], key: MediaPacket, pace: Pace): number {
    const startMs = this.#startOf(key)
    this.#audioFromMs = this.#lastAudioMs === null ? -Infinity : this.#lastAudioMs + this.#audioStepMs
    this.#offsetMs = startMs - key.dtsMs
    this.#pace = pace
    this.#sourceAnchorMs = startMs - key.arrivedMs
    if (this.#anchorMs === null) this.#anchorMs = this.#sourceAnchorMs
    this.#sets = null
    for (const header of headers) {
      this.#header(header)
      this.#emit({ ...header, dtsMs: startMs, arrivedMs: key.arrivedMs })
    }
    this.packet(key)
    return startMs
  }

  /** A packet of the present source. */
  packet(packet: MediaPacket): void {
    if (packet.role === 'config') {
      this.#header(packet)
      this.#emit(this.#placed(packet))
    } else if (packet.role === 'key' || packet.role === 'delta') this.#video(packet)
    else if (packet.role === 'audio') this.#audio(packet)
    // The end of a sequence is none where another source goes on.
    else if (packet.role !== 'end' || !this.armed) this.#emit(this.#placed(packet))
  }

  #startOf(key: MediaPacket): number {
    const last = this.#lastVideoMs
    if (last === null) return key.dtsMs
    const nextMs = Math.max(last + 1, this.#lastShownMs + this.#stepMs - key.ctsMs)
    const dueMs = this.#anchorMs === null ? nextMs : Math.round(key.arrivedMs + this.#anchorMs)
    return dueMs - nextMs > CATCH_UP_MS ? dueMs : nextMs
  }

  #header(header: MediaPacket): void {
    if (header.kind === 'video') {
      const config = parseVideoConfigBody(header.body)
      this.#sets = config !== null && 'sps' in config ? config : null
    }
    if (header.kind !== 'audio') return
    const rate = parseAacConfigBody(header.body)?.sampleRate
    this.#audioStepMs = rate === undefined ? USUAL_AUDIO_STEP_MS : (AAC_FRAME_SAMPLES * 1000) / rate
  }

  #video(packet: MediaPacket): void {
    const last = this.#lastVideoMs
    let placed = this.#placed(packet)
    if (last !== null && last - placed.dtsMs > JUMP_MS && this.armed) {
      // The source's clock has been put back: its stream goes on where it was.
      this.#offsetMs += last + this.#stepMs - placed.dtsMs
      placed = this.#placed(packet)
    }
    if (last !== null && placed.dtsMs <= last && this.armed) {
      const ctsMs = Math.max(0, placed.dtsMs + placed.ctsMs - last - 1)
      placed = { ...placed, dtsMs: last + 1, ctsMs, body: withComposition(placed.body, ctsMs) }
    }
    if (this.armed && placed.role === 'key' && this.#sets !== null) {
      const body = withParameterSets(placed.body, this.#sets)
      if (body !== placed.body) placed = { ...placed, body }
    }
    if (last !== null && placed.dtsMs > last) this.#stepMs = Math.min(LONGEST_STEP_MS, placed.dtsMs - last)
    this.#lastVideoMs = placed.dtsMs
    this.#lastShownMs = Math.max(this.#lastShownMs, placed.dtsMs + placed.ctsMs)
    if (this.#pace === 'live') this.#follow(placed)
    this.#emit(placed)
  }

  #audio(packet: MediaPacket): void {
    const placed = this.#placed(packet)
    if (this.armed && (placed.dtsMs < this.#audioFromMs || placed.dtsMs <= (this.#lastAudioMs ?? -Infinity))) return
    this.#lastAudioMs = placed.dtsMs
    this.#emit(placed)
  }

  #placed(packet: MediaPacket): MediaPacket {
    return this.#offsetMs === 0 ? packet : { ...packet, dtsMs: packet.dtsMs + this.#offsetMs }
  }

  /** A live source's clock is not ours: over hours they drift apart, and the stream goes with the source. */
  #follow({ dtsMs, arrivedMs }: MediaPacket): void {
    if (this.#anchorMs === null) {
      this.#anchorMs = dtsMs - arrivedMs
      this.#sourceAnchorMs = this.#anchorMs
      return
    }
    const deviation = dtsMs - arrivedMs - this.#sourceAnchorMs
    const moved = Math.abs(deviation) > JUMP_MS ? deviation : deviation * FOLLOW
    this.#sourceAnchorMs += moved
    this.#anchorMs += moved
  }
}
