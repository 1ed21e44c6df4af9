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

interface Waiting extends Due, Ask {
  readonly resolve: (message: VMixTcpMessage) => void
  readonly reject: (ending: Ending) => void
  sent: boolean
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
    const { promise, resolve, reject } = Promise.withResolvers<VMixTcpMessage>()
    if (ask.signal?.aborted) {
      reject(endings.aborted(target, ask.signal.reason)(false))
      return promise
    }
    const own = { ...target, timeoutMs: ask.timeoutMs }
    const onAbort = () => this.#giveUp(waiting, endings.aborted(own, ask.signal?.reason), endings.givenUp(target))
    const forget = () => {
      this.#deadlines.delete(waiting)
      ask.signal?.removeEventListener('abort', onAbort)
    }
    const waiting: Waiting = {
      ...ask,
      sent: false,
      deadline: clock.monotonic() + ask.timeoutMs,
      expire: () => this.#giveUp(waiting, endings.timeout(own), endings.timeout(own)),
      resolve: (message) => {
        forget()
        resolve(message)
      },
      reject: (ending) => {
        forget()
        reject(ending(waiting.sent))
      },
    }
    ask.signal?.addEventListener('abort', onAbort, { once: true })
    this.#deadlines.add(waiting)
    if (this.#current === null) this.#send(waiting)
    else this.#queue.push(waiting)
    return promise
  }

  /** @returns whether the message was the answer that is awaited */
  answer(message: VMixTcpMessage): boolean {
    const current = this.#current
    if (current === null || !isAnswer(current.expected, message)) return false
    this.#current = null
    const next = this.#queue.shift()
    if (next !== undefined) this.#send(next)
    current.resolve(message)
    return true
  }

  /** Fails all of them. */
  end(ending: Ending): void {
    const left = [...(this.#current === null ? [] : [this.#current]), ...this.#queue.splice(0)]
    this.#current = null
    for (const waiting of left) waiting.reject(ending)
    this.#deadlines.clear()
  }

  #send(waiting: Waiting): void {
    this.#current = waiting
    waiting.sent = true
    this.#options.send(waiting.line)
  }

  /** @param forOthers what is said to those that wait behind it */
  #giveUp(waiting: Waiting, ending: Ending, forOthers: Ending): void {
    if (waiting === this.#current) {
      waiting.reject(ending)
      this.#current = null
      this.#options.onPoisoned(forOthers)
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
