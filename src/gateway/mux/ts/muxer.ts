import type { AacConfig } from '../../codec/index.ts'
import type { MediaSample } from '../media.ts'
import { accessUnit, accessUnitsOf, type AccessUnits, type TsVideo } from './access-unit.ts'
import { AdtsFraming } from './adts.ts'
import { CLOCK_WRAP, PacketWriter } from './packet-writer.ts'
import { audioHead, videoHead } from './pes.ts'
import { associationTable, mapTable, Pid } from './tables.ts'

export interface TsFormats {
  readonly video: TsVideo | null
  readonly audio: AacConfig | null
}

/**
 * How far decoding is behind the clock, ms: room for sound that comes after the picture it belongs to, and for the time
 * that a large key frame takes on the way.
 */
const CLOCK_LEAD_MS = 300
/** ISO/IEC 13818-1 wants a clock at least every 100 ms, DVB (TS 101 290) every 40 ms. */
const CLOCK_STEP_MS = 40
/** With a clock every 40 ms at the latest, tables that are due after this are never more than 100 ms apart. */
const TABLES_AFTER_MS = 60
/** A gap longer than this is a break in the stream, not a slow picture: no clocks are made up for it. */
const BREAK_MS = 1000
const TICKS_PER_MS = 90

/**
 * H.264 or HEVC, and AAC, as a transport stream (ISO/IEC 13818-1) that can be joined at every key frame: tables at least every
 * 100 ms and before each key frame, a clock at least every 40 ms of the stream. Frames come in the order of decoding and
 * pass at once; nothing is held back.
 *
 * @example
 * const muxer = new TsMuxer({ video, audio })
 * socket.write(muxer.add({ kind: 'video', key: true, dtsMs: 0, ctsMs: 0, data }))
 */
export class TsMuxer {
  #units: AccessUnits | null = null
  #adts: AdtsFraming | null = null
  readonly #out = new PacketWriter()
  readonly #association = associationTable()
  #map: Buffer | null = null
  #version = 0
  #clockPid: number = Pid.video
  /** Stream time (ms) of the last clock and of the last tables; null before the first. */
  #clockMs: number | null = null
  #tablesMs: number | null = null
  #lastVideoMs = -Infinity
  #lastAudioMs = -Infinity

  constructor(formats: TsFormats) {
    this.#describe(formats)
  }

  /** Other codec headers from here on; the next sample is a key frame. Clock and counters run on. */
  change(formats: TsFormats): void {
    this.#version = (this.#version + 1) & 0x1f
    this.#describe(formats)
    this.#tablesMs = null
  }

  /**
   * Other sound from here on, at once: each frame says in its own head what it is, and the tables have nothing to add.
   *
   * @returns false where there was no sound to be changed, or this cannot be carried: the tables must change with a key frame
   */
  changeSound(audio: AacConfig): boolean {
    const adts = AdtsFraming.of(audio)
    if (this.#adts === null || adts === null) return false
    this.#adts = adts
    return true
  }

  #describe({ video, audio }: TsFormats): void {
    this.#units = video === null ? null : accessUnitsOf(video)
    this.#adts = audio === null ? null : AdtsFraming.of(audio)
    this.#clockPid = video === null ? Pid.audio : Pid.video
    this.#map = mapTable({
      video: this.#units === null ? null : this.#units.isHevc ? 'hevc' : 'avc',
      audio: this.#adts !== null,
      version: this.#version,
    })
  }

  /** Whether the sound's format can be carried. */
  get carriesAudio(): boolean {
    return this.#adts !== null
  }

  /** Whole packets of 188 bytes; none for what cannot be carried. The buffer is the caller's. */
  add(sample: MediaSample): Buffer {
    if (sample.kind === 'video') this.#picture(sample)
    else this.#sound(sample)
    return this.#out.take()
  }

  #picture({ key, dtsMs: stampedMs, ctsMs, data }: MediaSample): void {
    if (this.#units === null) return
    const unit = accessUnit(data, key, this.#units)
    if (unit.length === 0) return
    // A stamp that stands still or goes back a little is moved on; when it is shown stays, where that can be.
    const dtsMs = Math.max(stampedMs, this.#lastVideoMs + 1)
    this.#lastVideoMs = dtsMs
    const ptsMs = Math.max(dtsMs, stampedMs + ctsMs)
    this.#bridge(dtsMs)
    if (key) this.#tables(dtsMs)
    const clock = this.#clockDue(dtsMs)
    this.#out.pes(Pid.video, videoHead(ticks(ptsMs), ticks(dtsMs)), unit, { clock, randomAccess: key })
  }

  #sound({ dtsMs: stampedMs, data }: MediaSample): void {
    const frame = this.#adts?.frame(data) ?? null
    if (frame === null) return
    const dtsMs = Math.max(stampedMs, this.#lastAudioMs + 1)
    this.#lastAudioMs = dtsMs
    this.#bridge(dtsMs)
    const own = this.#clockPid === Pid.audio
    const clock = own ? this.#clockDue(dtsMs) : null
    this.#out.pes(Pid.audio, audioHead(ticks(dtsMs), frame.length), frame, { clock, randomAccess: own })
  }

  /** The clock and the tables that are due up to here; with sound between the pictures hardly ever more than one. */
  #bridge(toMs: number): void {
    if (this.#clockMs === null || toMs - this.#clockMs > BREAK_MS) {
      this.#tables(toMs)
      return
    }
    while (toMs - this.#clockMs > CLOCK_STEP_MS) {
      this.#clockMs += CLOCK_STEP_MS
      this.#out.clock(this.#clockPid, clockTicks(this.#clockMs))
      this.#tablesIfDue(this.#clockMs)
    }
    this.#tablesIfDue(toMs)
  }

  #tablesIfDue(atMs: number): void {
    if (this.#tablesMs === null || atMs - this.#tablesMs > TABLES_AFTER_MS) this.#tables(atMs)
  }

  #tables(atMs: number): void {
    if (this.#tablesMs === atMs || this.#map === null) return
    this.#tablesMs = atMs
    this.#out.table(Pid.pat, this.#association)
    this.#out.table(Pid.pmt, this.#map)
  }

  /** The clock for a packet at this time; never one that goes back. */
  #clockDue(atMs: number): number | null {
    if (this.#clockMs !== null && atMs <= this.#clockMs) return null
    this.#clockMs = atMs
    return clockTicks(atMs)
  }
}

function clockTicks(ms: number): number {
  return Math.round(ms * TICKS_PER_MS) % CLOCK_WRAP
}

function ticks(ms: number): number {
  return clockTicks(ms + CLOCK_LEAD_MS)
}
