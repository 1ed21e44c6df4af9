import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Clock } from '../../clock/index.ts'
import { FfmpegError, installFfmpeg } from './error.ts'

export interface FfmpegOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly clock: Clock
  /** What it writes to its standard output; absent: nothing is expected there. */
  readonly onOutput?: (chunk: Buffer) => void
}

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostats']
const COMPLAINT_CHARACTERS = 1000

/**
 * One ffmpeg that is fed through its standard input. When our process dies, however it dies, that input ends, and ffmpeg
 * finishes its file and ends by itself: it is never left behind. It has a process group of its own, so that Ctrl-C in a
 * terminal reaches only us, who end it in order.
 */
export class FfmpegProcess {
  readonly #child: ChildProcess
  readonly #stdin: Writable
  readonly #clock: Clock
  /** Settles when it has ended; null when it ended well. */
  readonly #gone: Promise<FfmpegError | null>
  #failed: FfmpegError | null = null
  #ending = false
  #complaint = ''

  private constructor(child: ChildProcess, stdin: Writable, options: FfmpegOptions) {
    this.#child = child
    this.#stdin = stdin
    this.#clock = options.clock
    // A broken pipe tells less than how the process ended.
    stdin.on('error', () => undefined)
    if (options.onOutput !== undefined) child.stdout?.on('data', options.onOutput)
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString('utf8')).slice(-COMPLAINT_CHARACTERS)
    })
    this.#gone = once(child, 'close').then(() => this.#end())
  }

  /** @throws {FfmpegError} `missing` */
  static async start(options: FfmpegOptions): Promise<FfmpegProcess> {
    const { program, args } = options
    const stdout = options.onOutput === undefined ? 'ignore' : 'pipe'
    const child = spawn(program, [...QUIET, ...args], {
      stdio: ['pipe', stdout, 'pipe'],
      windowsHide: true,
      detached: process.platform !== 'win32',
    })
    try {
      await once(child, 'spawn')
    } catch (cause) {
      throw new FfmpegError('missing', `${program} does not run here. ${installFfmpeg}`, { cause })
    }
    if (child.stdin === null) throw new FfmpegError('missing', `${program} has no standard input.`)
    return new FfmpegProcess(child, child.stdin, options)
  }

  /** Feeds it; a promise when it has to be waited for. Rejects with {@link FfmpegError} when it has ended. */
  write(parts: readonly Uint8Array[]): Promise<void> | null {
    if (this.#failed !== null) return Promise.reject(this.#failed)
    this.#stdin.cork()
    for (const part of parts) this.#stdin.write(part)
    this.#stdin.uncork()
    return this.#stdin.writableNeedDrain ? this.#drained() : null
  }

  async #drained(): Promise<void> {
    const over = new AbortController()
    const drained = once(this.#stdin, 'drain', { signal: over.signal }).then(
      () => null,
      () => null,
    )
    const gone = await Promise.race([drained, this.#gone])
    over.abort()
    if (gone !== null) throw gone
  }

  /**
   * Ends its input and waits until it has written everything.
   *
   * @throws {FfmpegError} `late`, `ended`, `full`
   */
  async finish(limitMs: number): Promise<void> {
    this.#ending = true
    this.#stdin.end()
    const over = new AbortController()
    const late = this.#clock.sleep(limitMs, over.signal).then(
      () => new FfmpegError('late', `ffmpeg did not end within ${limitMs / 1000} s and was killed; check the disk.`),
      () => null,
    )
    const failure = await Promise.race([this.#gone, late])
    over.abort()
    this.kill()
    if (failure !== null) throw failure
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #end(): FfmpegError | null {
    const { exitCode, signalCode } = this.#child
    if (this.#ending && exitCode === 0) return null
    const said = this.#complaint.trim().split('\n').at(-1) ?? ''
    const how = signalCode === null ? `with code ${exitCode ?? '?'}` : `by ${signalCode}`
    const code = /no space left|disk quota/i.test(this.#complaint) ? 'full' : 'ended'
    this.#failed = new FfmpegError(code, `ffmpeg was ended ${how}${said === '' ? '.' : `: ${said}`}`)
    return this.#failed
  }
}
