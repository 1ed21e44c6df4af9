import { readChanges, readHeartbeat, readSnapshot, type Changes, type Snapshot } from './messages.ts'

/** `lost`: what is shown is old. `refused`: somebody has to sign in. */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused'

/** One event stream as a browser opens it, in so far as it is used here. */
export interface Source {
  close(): void
}

export interface SourceEvents {
  message(type: 'snapshot' | 'changes' | 'heartbeat', data: string): void
  /** Broken off; `final` when the browser does not try again by itself. */
  broken(final: boolean): void
}

export interface EventStreamOptions {
  open(events: SourceEvents): Source
  /** Whether this browser is let in; null: the server did not answer. */
  admitted(): Promise<boolean | null>
  /** Calls back after so many ms. @returns ends it */
  later(ms: number, call: () => void): () => void
  /** 0 to 1. */
  random(): number
  onSnapshot(snapshot: Snapshot): void
  onChanges(changes: Changes): void
  /** ms since 1970 by the server's clock. */
  onHeartbeat(at: number): void
  /** Something came, whatever it was. */
  onHeard(): void
  onConnection(connection: Connection): void
}

/** The server speaks every 10 s at least; after this long nobody is there any more, whatever the socket says. */
export const silenceMs = 15_000
const firstWaitMs = 500
const longestWaitMs = 5000

/** Follows the board: connects, notices silence, connects again, and says each time how it stands. @returns ends it */
export function followEvents(options: EventStreamOptions): () => void {
  const stream = new EventStream(options)
  stream.connect()
  return () => stream.close()
}

class EventStream {
  readonly #options: EventStreamOptions
  #source: Source | null = null
  #connection: Connection = 'connecting'
  #tries = 0
  #endWatch: () => void = () => undefined
  #endWait: () => void = () => undefined
  #closed = false

  constructor(options: EventStreamOptions) {
    this.#options = options
  }

  connect(): void {
    this.#source?.close()
    const source: { current: Source | null } = { current: null }
    const mine = (): boolean => !this.#closed && (source.current === null || this.#source === source.current)
    source.current = this.#options.open({
      message: (type, data) => mine() && this.#told(type, data),
      broken: (final) => mine() && this.#broken(final),
    })
    this.#source = source.current
    this.#watch()
  }

  close(): void {
    this.#closed = true
    this.#endWatch()
    this.#endWait()
    this.#source?.close()
  }

  #told(type: 'snapshot' | 'changes' | 'heartbeat', data: string): void {
    this.#watch()
    this.#tries = 0
    if (type === 'snapshot') {
      const snapshot = readSnapshot(data)
      if (snapshot === null) return
      this.#options.onSnapshot(snapshot)
    } else if (type === 'changes') {
      const changes = readChanges(data)
      if (changes !== null) this.#options.onChanges(changes)
    } else {
      const at = readHeartbeat(data)
      if (at !== null) this.#options.onHeartbeat(at)
    }
    this.#say('open')
    this.#options.onHeard()
  }

  #broken(final: boolean): void {
    if (this.#connection !== 'connecting' || final) this.#say('lost')
    if (!final) return
    this.#source?.close()
    this.#source = null
    this.#endWatch()
    void this.#again()
  }

  /** A browser gives up where it was refused: whether that is so is asked, and otherwise it is tried again. */
  async #again(): Promise<void> {
    const admitted = await this.#options.admitted()
    if (this.#closed) return
    if (admitted === false) {
      this.#say('refused')
      return
    }
    const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#tries)
    this.#tries += 1
    this.#endWait = this.#options.later(longest * (0.5 + this.#options.random() / 2), () => this.connect())
  }

  /** Silence is a lost connection too: a cable that was pulled out ends nothing. */
  #watch(): void {
    this.#endWatch()
    this.#endWatch = this.#options.later(silenceMs, () => this.#broken(true))
  }

  #say(connection: Connection): void {
    if (this.#connection === connection) return
    this.#connection = connection
    this.#options.onConnection(connection)
  }
}
