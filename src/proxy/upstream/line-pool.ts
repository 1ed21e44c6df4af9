import { VMixConnectionError } from '../../vmix/index.ts'
import { Line, type LineOptions } from './line.ts'
import type { RawReply } from './reply-lines.ts'

export interface LinePoolOptions extends Omit<LineOptions, 'onEvent' | 'onEnd'> {
  /** For an answer, ms. */
  readonly answerMs: number
  /** At most so many at once; one more fails at once. */
  readonly maxLines: number
  /** So many unused ones are kept for what comes next. */
  readonly maxIdle: number
}

/** A line was not sent: nobody wanted it any more when its connection stood. */
export class Unwanted extends Error {
  override readonly name = 'Unwanted'
}

/** Whether it is still wanted. */
export type MayGo = () => Promise<boolean>

/**
 * Connections to vMix's TCP port for the calls of all clients. Each request has one to itself, so that one that hangs
 * holds up nobody else's; an unused one stands ready, so that a cut need not wait for a connection.
 */
export class LinePool {
  readonly #options: LinePoolOptions
  #idle: Line[] = []
  readonly #busy = new Set<Line>()
  #opening = 0
  #closed = false

  constructor(options: LinePoolOptions) {
    this.#options = options
  }

  get lines(): number {
    return this.#idle.length + this.#busy.size + this.#opening
  }

  /**
   * Sends one line, once.
   *
   * @param mayGo asked right before it is sent: a connection may have been waited for
   * @throws {VMixConnectionError} with `mayHaveBeenSent`
   * @throws {Unwanted} it may not go any more
   */
  async ask(text: string, word: string, mayGo?: MayGo): Promise<RawReply> {
    const line = this.#ready() ?? (await this.#open())
    this.#busy.add(line)
    try {
      if (mayGo !== undefined && !(await mayGo())) throw new Unwanted()
      return await line.ask(text, word, this.#options.answerMs)
    } finally {
      this.#busy.delete(line)
      if (line.usable && this.#idle.length < this.#options.maxIdle && !this.#closed) this.#idle.push(line)
      else line.close()
    }
  }

  /** Has one ready, if vMix is there. */
  async warm(): Promise<void> {
    if (this.#closed || this.#idle.some((line) => line.usable)) return
    try {
      const line = await this.#open()
      if (this.#closed) line.close()
      else this.#idle.push(line)
    } catch {
      // Whoever asks is told.
    }
  }

  /** vMix was away: what stands open to it leads nowhere. */
  dropIdle(): void {
    for (const line of this.#idle.splice(0)) line.close()
  }

  close(): void {
    this.#closed = true
    this.dropIdle()
    for (const line of this.#busy) line.close()
  }

  #ready(): Line | null {
    this.#idle = this.#idle.filter((line) => line.usable)
    return this.#idle.pop() ?? null
  }

  async #open(): Promise<Line> {
    const { host, port, maxLines } = this.#options
    if (this.lines >= maxLines || this.#closed) {
      const message = this.#closed
        ? 'The proxy ends. Nothing was sent.'
        : `${maxLines} requests to ${host}:${port} are under way already. Nothing was sent: try again.`
      throw new VMixConnectionError(this.#closed ? 'closed' : 'busy', message, { mayHaveBeenSent: false })
    }
    this.#opening++
    try {
      return await Line.open(this.#options)
    } finally {
      this.#opening--
    }
  }
}
