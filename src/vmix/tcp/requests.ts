import type { Clock } from '../../clock/index.ts'
import { Deadlines, type Due } from './deadlines.ts'
import { endings, type Ending, type TcpTarget } from './ending.ts'
import type { VMixTcpMessage } from './message.ts'

/** What a request's answer looks like: a kind, or the word that a plain reply begins with. */
export type Expected = 'xml' | 'tally' | 'activator' | { readonly command: string }

export interface Ask {
  readonly line: string
  readonly expected: Expected
  /** For waiting in the queue and for the answer together, ms. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** One request, from being asked to its answer or failure. */
class Waiting implements Due {
  readonly ask: Ask
  readonly deadline: number
  readonly promise: Promise<VMixTcpMessage>
  sent = false
  readonly #over: (waiting: Waiting, why: 'timeout' | 'aborted') => void
  readonly #resolve: (message: VMixTcpMessage) => void
  readonly #reject: (error: Error) => void
  readonly #onAbort: (() => void) | null

  constructor(ask: Ask, deadline: number, over: (waiting: Waiting, why: 'timeout' | 'aborted') => void) {
    const { promise, resolve, reject } = Promise.withResolvers<VMixTcpMessage>()
    this.ask = ask
    this.deadline = deadline
    this.promise = promise
    this.#over = over
    this.#resolve = resolve
    this.#reject = reject
    this.#onAbort = ask.signal === undefined ? null : () => over(this, 'aborted')
    if (this.#onAbort !== null) ask.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  expire(): void {
    this.#over(this, 'timeout')
  }

  resolve(message: VMixTcpMessage): void {
    this.#forget()
    this.#resolve(message)
  }

  reject(ending: Ending): void {
    this.#forget()
    this.#reject(ending(this.sent))
  }

  #forget(): void {
    if (this.#onAbort !== null) this.ask.signal?.removeEventListener('abort', this.#onAbort)
  }
}

export interface RequestsOptions {
  readonly target: TcpTarget
  readonly clock: Clock
  /** How many may wait behind the one that is sent. */
  readonly maxQueued: number
  readonly send: (line: string) => void
  /** An answer that is given up may still come, and would be taken for the next one's: the connection has to end. */
  readonly onPoisoned: (ending: Ending) => void
}

/** One request at a time, in order, each with its answer; the others wait in a bounded queue. */
export class Requests {
  readonly #options: RequestsOptions
  readonly #deadlines: Deadlines
  readonly #queue: Waiting[] = []
  #current: Waiting | null = null
  #ended: Ending | null = null

  constructor(options: RequestsOptions) {
    this.#options = options
    this.#deadlines = new Deadlines(options.clock)
  }

  get idle(): boolean {
    return this.#current === null
  }

  get full(): boolean {
    return this.#current !== null && this.#queue.length >= this.#options.maxQueued
  }

  /** The caller has looked at `full` before. Rejects with a {@link VMixConnectionError}. */
  ask(ask: Ask): Promise<VMixTcpMessage> {
    const { target, clock } = this.#options
    if (ask.signal?.aborted) return Promise.reject(endings.aborted(target, ask.signal.reason)(false))
    // Nothing would answer it, and its time would have to pass.
    if (this.#ended !== null) return Promise.reject(this.#ended(false))
    const waiting = new Waiting(ask, clock.monotonic() + ask.timeoutMs, this.#over)
    this.#deadlines.add(waiting)
    if (this.#current === null) this.#send(waiting)
    else this.#queue.push(waiting)
    return waiting.promise
  }

  /** @returns whether the message was the answer that is awaited */
  answer(message: VMixTcpMessage): boolean {
    const current = this.#current
    if (current === null || !isAnswer(current.ask.expected, message)) return false
    this.#current = null
    const next = this.#queue.shift()
    if (next !== undefined) this.#send(next)
    this.#deadlines.delete(current)
    current.resolve(message)
    return true
  }

  /** Fails all of them, and those that come after. */
  end(ending: Ending): void {
    this.#ended = ending
    const left = [...(this.#current === null ? [] : [this.#current]), ...this.#queue.splice(0)]
    this.#current = null
    for (const waiting of left) waiting.reject(ending)
    this.#deadlines.clear()
  }

  #send(waiting: Waiting): void {
    this.#current = waiting
    waiting.sent = true
    this.#options.send(waiting.ask.line)
  }

  readonly #over = (waiting: Waiting, why: 'timeout' | 'aborted'): void => {
    const target = { ...this.#options.target, timeoutMs: waiting.ask.timeoutMs }
    const ending = why === 'timeout' ? endings.timeout(target) : endings.aborted(target, waiting.ask.signal?.reason)
    this.#deadlines.delete(waiting)
    if (waiting === this.#current) {
      waiting.reject(ending)
      this.#current = null
      this.#options.onPoisoned(why === 'timeout' ? ending : endings.givenUp(target))
      return
    }
    const at = this.#queue.indexOf(waiting)
    if (at >= 0) this.#queue.splice(at, 1)
    waiting.reject(ending)
  }
}

function isAnswer(expected: Expected, message: VMixTcpMessage): boolean {
  if (typeof expected === 'string') {
    if (message.kind === expected) return true
    const word = expected === 'activator' ? 'ACTS' : expected.toUpperCase()
    return message.kind === 'reply' && message.command === word
  }
  return message.kind === 'reply' && message.command === expected.command
}
