import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { mkdir, open, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../../clock/index.ts'

/** A mark's time may be that much later than its stop, and a stop so near may as well have come before. */
const sameMomentMs = 2

/**
 * The mark that a stop leaves for the starts that are under way, in this or any other process of this machine: a file
 * whose time changes. No byte is written, so it works on a full disk too.
 */
export class StopMark {
  readonly #path: string
  /** What is stopped, as a sentence begins: "A stop for … came". */
  readonly #what: string

  private constructor(locksFolder: string, name: string, what: string) {
    this.#path = join(locksFolder, `${name}.stop`)
    this.#what = what
  }

  static channel(locksFolder: string, channel: number): StopMark {
    return new StopMark(locksFolder, `channel-${channel}`, 'this stream')
  }

  /** Of one destination of a channel; its id may be no file name. */
  static destination(locksFolder: string, channel: number, destinationId: string): StopMark {
    const name = createHash('sha256').update(destinationId).digest('hex').slice(0, 16)
    return new StopMark(locksFolder, `channel-${channel}.${name}`, 'this destination')
  }

  /** Of what the gateway records of a channel. */
  static recording(locksFolder: string, channel: number): StopMark {
    return new StopMark(locksFolder, `channel-${channel}.recording`, 'this recording')
  }

  /** Of vMix's own recorder. */
  static recorder(locksFolder: string): StopMark {
    return new StopMark(locksFolder, 'recorder', "vMix's recorder")
  }

  /** Of SRT of one of vMix's outputs, from 1. */
  static srtOutput(locksFolder: string, output: number): StopMark {
    return new StopMark(locksFolder, `srt-output-${output}`, `SRT of vMix's Output ${output}`)
  }

  /** Of an output that is no stream: MultiCorder, External. */
  static output(locksFolder: string, output: 'multicorder' | 'external'): StopMark {
    return new StopMark(locksFolder, `output-${output}`, 'this output')
  }

  /**
   * The moment at which a start begins: any stop after it ends it. To be called before the start awaits anything, and so
   * without waiting for the disk, or a stop of the same moment could slip in between.
   */
  begin(): StopsSince {
    mkdirSync(join(this.#path, '..'), { recursive: true })
    closeSync(openSync(this.#path, 'a'))
    return new StopsSince(this.#path, this.#what)
  }

  /** Makes the file where it is not there yet. */
  async prepare(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true })
    await (await open(this.#path, 'a')).close()
  }

  /**
   * The same moment for a start in a process that others depend on, which no disk may hold up: it is taken at once, and the
   * mark looked at meanwhile. Where it was not prepared it must be made first, and a stop within that is not seen.
   */
  beginAside(clock: Clock): () => Promise<boolean> {
    const begun = clock.now()
    const before = this.#time().then(async (time) => time ?? { made: await this.#made() })
    before.catch(() => undefined)
    return async () => {
      const then = await before
      const now = await this.#time()
      if (typeof then === 'object') return now !== then.made
      return now !== then || Number(then / 1_000_000n) > begun + sameMomentMs
    }
  }

  /** Null where there is none. */
  async #time(): Promise<bigint | null> {
    try {
      return (await stat(this.#path, { bigint: true })).mtimeNs
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }

  async #made(): Promise<bigint | null> {
    await this.prepare()
    return await this.#time()
  }

  /** Whether it was set, in whatever process, in the last so many ms: that stop may not be in the log yet. Never throws. */
  async isFresh(clock: Clock, ms: number): Promise<boolean> {
    try {
      const { mtimeMs, birthtimeMs } = await stat(this.#path)
      // Made by a start, and never set. Where a file's birth is not kept, marks are not seen here.
      return mtimeMs > birthtimeMs && mtimeMs > clock.now() - ms
    } catch {
      return false
    }
  }

  /** Ends the starts that have begun. Never throws: a stop goes on without it. */
  async set(clock: Clock): Promise<void> {
    try {
      const before = (await stat(this.#path)).mtimeMs
      const at = new Date(Math.max(clock.now(), Math.floor(before) + 1))
      await utimes(this.#path, at, at)
    } catch {
      // No mark: no start has ever begun here, so there is none to end.
    }
  }
}

/** Whether a stop came since a start began. */
export class StopsSince {
  readonly what: string
  readonly #path: string
  readonly #begun: bigint

  constructor(path: string, what: string) {
    this.what = what
    this.#path = path
    this.#begun = statSync(path, { bigint: true }).mtimeNs
  }

  /** Looks right now; a mark that cannot be read counts as a stop. */
  came(): boolean {
    try {
      return statSync(this.#path, { bigint: true }).mtimeNs !== this.#begun
    } catch {
      return true
    }
  }

  /** The same without holding anybody up; a mark that cannot be read just now says nothing. */
  async cameMeanwhile(): Promise<boolean> {
    try {
      return (await stat(this.#path, { bigint: true })).mtimeNs !== this.#begun
    } catch {
      return false
    }
  }
}
