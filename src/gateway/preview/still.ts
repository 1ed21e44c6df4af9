import type { Clock } from '../../clock/index.ts'
import { FfmpegError, FfmpegProcess } from '../ffmpeg/index.ts'
import type { StillSource } from './feed-preview.ts'

/** A picture is made anew after this at the earliest. */
const FRESH_MS = 1000
const LIMIT_MS = 5000
const MAX_BYTES = 8 * 1024 * 1024
const WIDEST = 1280

interface Kept {
  readonly key: StillSource['key']
  readonly madeMs: number
  readonly jpeg: Promise<Buffer>
}

/**
 * Makes a JPEG of a feed's last key frame, at most 1280 wide, with ffmpeg: one at a time in this process, and for each feed once a
 * second, however many ask.
 */
export class Stills {
  readonly #program: string
  readonly #clock: Clock
  readonly #kept = new WeakMap<object, Kept>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: { readonly program: string; readonly clock: Clock }) {
    this.#program = options.program
    this.#clock = options.clock
  }

  /**
   * @param feed whose picture it is
   * @throws {FfmpegError} `missing`, `ended`, `late`
   */
  async of(feed: object, source: StillSource): Promise<Buffer> {
    const kept = this.#kept.get(feed)
    const nowMs = this.#clock.monotonic()
    if (kept !== undefined && (kept.key === source.key || nowMs - kept.madeMs < FRESH_MS)) return await kept.jpeg
    const jpeg = this.#last.then(() => this.#make(source))
    const entry = { key: source.key, madeMs: nowMs, jpeg }
    this.#kept.set(feed, entry)
    this.#last = jpeg.catch(() => {
      if (this.#kept.get(feed) === entry) this.#kept.delete(feed)
    })
    return await jpeg
  }

  async #make(source: StillSource): Promise<Buffer> {
    const chunks: Buffer[] = []
    let bytes = 0
    const scale = `scale='min(${WIDEST},iw)':-2`
    const process = await FfmpegProcess.start({
      program: this.#program,
      clock: this.#clock,
      args: ['-f', 'mp4', '-i', 'pipe:0', '-frames:v', '1', '-vf', scale, '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
      onOutput: (chunk) => {
        bytes += chunk.length
        if (bytes <= MAX_BYTES) chunks.push(chunk)
      },
    })
    await process.write(source.mp4())
    await process.finish(LIMIT_MS)
    if (bytes === 0 || bytes > MAX_BYTES)
      throw new FfmpegError('ended', 'ffmpeg made no picture of the last key frame.')
    return Buffer.concat(chunks, bytes)
  }
}
