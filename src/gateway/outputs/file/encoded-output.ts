import { videoCodecName } from '../../codec/index.ts'
import type { OutputStatus } from '../../control/messages.ts'
import { FfmpegError, FfmpegProcess, flvHead, flvTag, FlvReader } from '../../ffmpeg/index.ts'
import type { MediaPacket } from '../../packet.ts'
import type { Output } from '../output.ts'
import { type Encoding, encodingArguments } from './encoding.ts'
import type { FileOutputOptions } from './options.ts'
import { FileOutput } from './output.ts'
import { hasOldBody, oldBody } from './old-bodies.ts'
import { PacketQueue } from './packet-queue.ts'
import { PartRules } from './part-rules.ts'
import { RecordingError, recordingError } from './recording-error.ts'

/** How much may wait for the encoder, bytes: some seconds. */
const QUEUE_BYTES = 16 * 1024 * 1024
const FINISH_MS = 10_000
/** What an encoder decodes before the first picture is shown has times before it: these must not be below 0. */
const ROOM_MS = 1000
/** So often in a row ffmpeg may be ended by others before it is given up. */
const MAX_LOST = 5

/** One run of the encoder: from a key frame to the end of the publish, or to other codec headers. */
interface Run {
  readonly ffmpeg: FfmpegProcess
  /** The feed's time that is the encoder's 0. */
  readonly baseMs: number
  /** Sound that ffmpeg can be given goes with it. */
  readonly sound: boolean
}

/**
 * Records a feed in another quality: ffmpeg encodes the picture a second time, and what it gives is recorded like any
 * feed. An encoder that does not keep up loses whole groups of pictures, which are counted; the feed never waits for it.
 */
export class EncodedOutput implements Output {
  readonly outputId: string
  readonly #options: FileOutputOptions
  readonly #encoding: Encoding
  readonly #file: FileOutput
  readonly #rules = new PartRules()
  readonly #queue: PacketQueue
  #run: Run | null = null
  #lost = 0
  #working: Promise<void> | null = null
  #closing: Promise<OutputStatus> | null = null

  constructor(options: FileOutputOptions, encoding: Encoding) {
    this.outputId = options.outputId
    this.#options = options
    this.#encoding = encoding
    this.#file = new FileOutput(options)
    this.#queue = new PacketQueue(QUEUE_BYTES, (packet) => this.#file.missed(packet))
  }

  get onStateChange(): Output['onStateChange'] {
    return this.#file.onStateChange
  }
  set onStateChange(listener: Output['onStateChange']) {
    this.#file.onStateChange = listener
  }

  packet(packet: MediaPacket): void {
    if (this.#closing !== null || packet.kind === 'data') return
    if (this.#file.status().state === 'failed') return this.#file.missed(packet)
    this.#queue.push(packet)
    this.#working ??= this.#work()
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    if (this.#closing !== null) return
    this.#reason = reason
    this.#queue.mark()
    this.#working ??= this.#work()
  }
  #reason: 'ended' | 'lost' = 'ended'

  splitHere(): void {
    if (this.#closing === null) this.#queue.mark('split')
  }

  status(): OutputStatus {
    const status = this.#file.status()
    return { ...status, queuedBytes: status.queuedBytes + this.#queue.bytes }
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    for (let item = this.#queue.next(); item !== null; item = this.#queue.next()) {
      try {
        if (typeof item !== 'string') await this.#take(item)
        else if (item === 'split') {
          this.#rules.endPart()
          await this.#end()
        } else {
          this.#rules.feedEnded()
          await this.#end()
          this.#file.feedEnded(this.#reason)
        }
      } catch (error) {
        await this.#broken(error)
      }
    }
    this.#working = null
  }

  async #take(packet: MediaPacket): Promise<void> {
    const step = this.#rules.next(packet)
    if (step === 'begin' || step === 'end') await this.#end()
    if (step === 'begin') this.#run = await this.#begin(packet)
    const run = this.#run
    if (run === null || (step !== 'begin' && step !== 'write')) return
    const kind = packet.kind === 'audio' ? 'audio' : 'video'
    const dtsMs = packet.dtsMs - run.baseMs
    // Sound that is older than the first picture has no place.
    if (dtsMs < 0 || (kind === 'audio' && !run.sound)) return
    await run.ffmpeg.write(flvTag(kind, dtsMs, oldBody(packet)))
  }

  async #begin(first: MediaPacket): Promise<Run> {
    const { clock, ffmpeg: program = 'ffmpeg', commonStart } = this.#options
    const headers = this.#headersToEncode()
    const baseMs = first.dtsMs - ROOM_MS
    const reader = new FlvReader()
    const ffmpeg = await FfmpegProcess.start({
      program,
      clock,
      args: encodingArguments(this.#encoding),
      onOutput: (chunk) => {
        for (const packet of reader.push(chunk, clock.monotonic())) {
          this.#file.packet({ ...packet, dtsMs: packet.dtsMs + baseMs })
        }
      },
    })
    // Where the feed lies is known by what arrived, not by what the encoder gives later.
    commonStart?.start.offsetOf(commonStart.feed, first)
    const sound = headers.some(({ kind }) => kind === 'audio')
    const head = [flvHead({ video: true, audio: sound })]
    for (const header of headers) {
      head.push(...flvTag(header.kind === 'audio' ? 'audio' : 'video', ROOM_MS, oldBody(header)))
    }
    await ffmpeg.write(head)
    return { ffmpeg, baseMs, sound }
  }

  /** The picture's, and the sound's where it is AAC. */
  #headersToEncode(): readonly MediaPacket[] {
    const { video = null, audio = null } = this.#rules.open ?? {}
    if (video === null || !hasOldBody(video)) {
      const name = video === null ? null : videoCodecName(video.body)
      throw new RecordingError(
        'unsupported',
        `A picture in ${name ?? 'this codec'} cannot be encoded in another quality. Record it as it is (quality high), or set the encoder to H.264.`,
      )
    }
    return audio === null || !hasOldBody(audio) ? [video] : [video, audio]
  }

  /** The encoder gives what it still has. */
  async #end(): Promise<void> {
    const run = this.#run
    this.#run = null
    if (run === null) return
    await run.ffmpeg.finish(FINISH_MS)
    this.#lost = 0
    this.#file.feedEnded(this.#reason)
  }

  /** An ffmpeg that others have ended is replaced at the next key frame, which begins the next part. */
  async #broken(error: unknown): Promise<void> {
    this.#run?.ffmpeg.kill()
    this.#run = null
    this.#rules.endPart()
    this.#file.feedEnded('lost')
    this.#lost++
    const passing = error instanceof FfmpegError && error.code === 'ended' && this.#lost <= MAX_LOST
    if (!passing) await this.#file.fail(recordingError(error, this.#options.path))
  }

  close(): Promise<OutputStatus> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<OutputStatus> {
    await this.#working
    await this.#end().catch((error: unknown) => this.#broken(error))
    return await this.#file.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
