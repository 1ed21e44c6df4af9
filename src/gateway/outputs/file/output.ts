import { dirname } from 'node:path'
import type { OutputStatus } from '../../control/messages.ts'
import type { FinishedFile, HashedFile } from '../../hashing/index.ts'
import { SendMeter } from '../../meter.ts'
import type { MediaPacket } from '../../packet.ts'
import { notJudged, readingStatus } from '../../status.ts'
import type { Output } from '../output.ts'
import { defaultDiskLimits } from './disk-guard.ts'
import { DiskWatch } from './disk-watch.ts'
import { PacketQueue, type QueueItem } from './packet-queue.ts'
import { isSoundOnly } from './formats.ts'
import type { FileOutputOptions } from './options.ts'
import { Recorder } from './recorder.ts'
import { RecordingError, recordingError } from './recording-error.ts'
import { openNewFile } from './recording-file.ts'
import { noSplit } from './split-rule.ts'

type State = OutputStatus['state']

const DEFAULT_QUEUE_BYTES = 64 * 1024 * 1024
const DEFAULT_CLOSE_MS = 15_000

/**
 * Records a feed to a file, and to further ones where the feed begins anew or changes its codec headers. Packets wait in
 * a bounded queue; one task writes them, so that a slow disk never holds up the feed.
 */
export class FileOutput implements Output {
  readonly outputId: string
  onStateChange: ((status: OutputStatus) => void) | null = null
  readonly #options: FileOutputOptions
  readonly #meter = new SendMeter()
  readonly #soundOnly: boolean
  readonly #queue: PacketQueue
  readonly #recorder: Recorder
  readonly #opened: Promise<void>
  #working: Promise<void> | null = null
  #closing: Promise<OutputStatus> | null = null
  #waitingWhy = 'Waiting for the first key frame.'
  #failure: RecordingError | null = null
  #state: State = 'waiting'
  #why: string | null = this.#waitingWhy
  #code: string | null = null
  #since: string
  #skipped = 0
  readonly #hashes: HashedFile[] = []
  readonly #disk: DiskWatch

  constructor(options: FileOutputOptions) {
    this.outputId = options.outputId
    this.#options = options
    this.#since = this.#stamp()
    this.#soundOnly = isSoundOnly(options.format)
    this.#queue = new PacketQueue(
      options.queueBytes ?? DEFAULT_QUEUE_BYTES,
      (packet) => this.#meter.dropped(packet),
      this.#soundOnly ? 'audio' : 'key',
    )
    this.#recorder = new Recorder({
      path: options.path,
      before: options.before ?? [],
      kind: { format: options.format, ffmpeg: { program: options.ffmpeg ?? 'ffmpeg', clock: options.clock } },
      split: options.split ?? noSplit,
      openFile: options.openFile ?? openNewFile,
      offsetOf: (first) => options.commonStart?.start.offsetOf(options.commonStart.feed, first) ?? 0,
      onBegin: (first) => {
        if (this.#state !== 'live') this.#meter.begin(first.arrivedMs)
        this.#become('live', null, null)
      },
      onEnd: (file) => {
        void this.#hash(file)
        if (this.#recorder.writing) return
        this.#meter.end()
        if (this.#state === 'live' && this.#closing === null) this.#become('waiting', this.#waitingWhy, null)
      },
      onWritten: (packet) => this.#meter.sent(packet),
      onSkipped: (packet) => {
        if (packet.role === 'key' || packet.role === 'delta') this.#skipped++
      },
    })
    this.#opened = this.#recorder.open().catch((error: unknown) => this.#fail(error))
    this.#disk = new DiskWatch({
      folder: dirname(options.path),
      clock: options.clock,
      limits: options.disk ?? defaultDiskLimits,
      kbps: () => this.#meter.reading(options.clock.monotonic(), null).bitrateKbps,
      onFull: () => this.#wake(),
      ...(options.space === undefined ? {} : { space: options.space }),
    })
  }

  packet(packet: MediaPacket): void {
    if (this.#closing !== null || (this.#soundOnly && packet.kind !== 'audio')) return
    if (this.#state === 'failed') {
      this.#meter.dropped(packet)
      return
    }
    this.#queue.push(packet)
    this.#wake()
  }

  /** A packet that never came this far: counted as dropped. */
  missed(packet: MediaPacket): void {
    this.#meter.dropped(packet)
  }

  /** Ends the recording: what gives it its packets has failed. */
  async fail(error: RecordingError): Promise<void> {
    this.#failure ??= error
    this.#wake()
    await this.#working
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    this.#waitingWhy =
      reason === 'ended'
        ? 'vMix has ended the stream; the next one begins another file.'
        : 'The stream from vMix is lost; when it is back, another file begins.'
    if (this.#closing !== null || this.#state === 'failed') return
    this.#queue.mark()
    this.#wake()
  }

  splitHere(): void {
    if (this.#closing === null && this.#state !== 'failed') this.#queue.mark('split')
  }

  #wake(): void {
    this.#working ??= this.#work()
  }

  /** Writes what waits, until nothing does. Never rejects. */
  async #work(): Promise<void> {
    try {
      await this.#opened
      for (;;) {
        if (this.#failure !== null) throw this.#failure
        if (this.#disk.full) throw noRoom(this.#options.path, this.#disk.state?.freeBytes ?? 0)
        const item = this.#queue.next()
        if (item !== null) {
          const writing = this.#take(item)
          if (writing !== null) await writing
          continue
        }
        const flushing = this.#recorder.flush()
        if (flushing === null) break
        await flushing
      }
    } catch (error) {
      await this.#fail(error)
    }
    this.#working = null
  }

  #take(item: QueueItem): Promise<void> | null {
    if (item === 'feed-ended') return this.#recorder.feedEnded()
    if (item !== 'split') return this.#recorder.packet(item)
    this.#recorder.splitHere()
    return null
  }

  /** The recording is over; what is on disk is made as playable as the disk lets us. */
  async #fail(cause: unknown): Promise<void> {
    this.#disk.stop()
    const error = recordingError(cause, this.#recorder.parts.at(-1) ?? this.#options.path)
    this.#become('failed', error.message, error.code)
    this.#meter.end()
    this.#queue.discard()
    await this.#recorder.end().catch(() => undefined)
    this.#queue.discard()
  }

  /** In the background, from here on: neither the next part nor the end waits for it. */
  async #hash(file: FinishedFile): Promise<void> {
    const hash = (await this.#options.hash?.(file)) ?? null
    if (hash !== null) this.#hashes.push(hash)
  }

  #become(state: State, why: string | null, code: string | null): void {
    if (this.#state === 'closed' || this.#state === 'failed') return
    const changed = this.#state !== state
    if (changed) this.#since = this.#stamp()
    this.#state = state
    this.#why = why
    this.#code = code
    if (changed) this.onStateChange?.(this.status())
  }

  status(): OutputStatus {
    const { name, path, format, clock } = this.#options
    return {
      outputId: this.outputId,
      kind: 'file',
      name,
      state: this.#state,
      why: this.#why,
      code: this.#code,
      since: this.#since,
      target: path,
      keyFingerprint: null,
      attempts: 0,
      reconnects: 0,
      queuedBytes: this.#queue.bytes,
      bytesSent: this.#recorder.bytes,
      framesSkipped: this.#skipped,
      reading: readingStatus(this.#meter.reading(clock.monotonic(), null), 0),
      health: notJudged,
      file: {
        format,
        durationMs: this.#recorder.durationMs,
        frames: this.#recorder.frames,
        bytes: this.#recorder.bytes,
        parts: [...this.#recorder.parts],
        hashes: [...this.#hashes],
        disk: this.#disk.state,
      },
    }
  }

  /** Writes what waits, gives the file its duration and index, closes it. */
  close(): Promise<OutputStatus> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<OutputStatus> {
    this.#disk.stop()
    const limit = new AbortController()
    const late = this.#options.clock.sleep(this.#options.closeMs ?? DEFAULT_CLOSE_MS, limit.signal).then(
      () => this.#become('failed', new RecordingError('timeout', lateMessage(this.#options.path)).message, 'timeout'),
      () => undefined,
    )
    await Promise.race([this.#finish(), late])
    limit.abort()
    this.#meter.end()
    this.#become('closed', null, null)
    return this.status()
  }

  async #finish(): Promise<void> {
    await this.#opened
    await this.#working
    await this.#recorder.end().catch((error: unknown) => this.#fail(error))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #stamp(): string {
    return new Date(this.#options.clock.now()).toISOString()
  }
}

function noRoom(path: string, freeBytes: number): RecordingError {
  return new RecordingError(
    'disk_full',
    `Only ${Math.round(freeBytes / 1e6)} MB are free on the disk of ${path}: the recording has ended before it is full, and plays. Free some room, then record to a new file.`,
  )
}

function lateMessage(path: string): string {
  return `The disk did not take the end of ${path} in time. What is written plays, perhaps without an index; check the disk.`
}
