import { terminal } from '../terminal.ts'

export type Decision = 'stop' | 'leave'

/**
 * Whoever sits in front of the show. Ctrl-C never ends it unasked: on a terminal it asks (s stop, l leave, c go on; a
 * second Ctrl-C leaves it running), elsewhere every signal leaves it running, and so does a terminal that goes away.
 */
export class Operator implements Disposable {
  /** Resolves with what was decided. */
  readonly decision: Promise<Decision>
  /** While the show is being started Ctrl-C ends the start; aborted then. */
  readonly starting = new AbortController()
  readonly #decide: (decision: Decision) => void
  readonly #onAsk: (asking: boolean) => void
  readonly #unasked: Decision
  #phase: 'starting' | 'running' | 'asking' | 'decided' = 'starting'

  /** @param unasked what a signal means where nobody is asked; a rehearsal is stopped, and needs no question */
  constructor(onAsk: (asking: boolean) => void, unasked: Decision = 'leave') {
    const { promise, resolve } = Promise.withResolvers<Decision>()
    this.decision = promise
    this.#decide = resolve
    this.#onAsk = onAsk
    this.#unasked = unasked
    process.on('SIGINT', this.#interrupted)
    process.on('SIGTERM', this.#gone)
    process.on('SIGHUP', this.#gone)
  }

  /** The show is up: from now on Ctrl-C asks. */
  started(): void {
    if (this.#phase === 'starting') this.#phase = 'running'
  }

  [Symbol.dispose](): void {
    this.#stopAsking()
    process.off('SIGINT', this.#interrupted)
    process.off('SIGTERM', this.#gone)
    process.off('SIGHUP', this.#gone)
  }

  readonly #interrupted = (): void => {
    if (!terminal.interactive || this.#phase === 'asking') this.#settle(this.#unasked)
    else if (this.#phase === 'starting') this.starting.abort(new Error('Ctrl-C'))
    else if (this.#phase === 'running' && this.#unasked === 'stop') this.#settle('stop')
    else if (this.#phase === 'running') this.#ask()
  }

  readonly #gone = (): void => this.#settle(this.#unasked)

  readonly #key = (data: Buffer): void => {
    const key = data.toString('latin1').toLowerCase()
    if (key === 's') this.#settle('stop')
    else if (key === 'l' || key === '\u0003') this.#settle('leave')
    else if (key === 'c' || key === '\r' || key === '\u001b') {
      this.#stopAsking()
      this.#phase = 'running'
      this.#onAsk(false)
    }
  }

  #ask(): void {
    this.#phase = 'asking'
    process.stdin.setRawMode(true)
    process.stdin.on('data', this.#key)
    process.stdin.on('end', this.#gone)
    process.stdin.resume()
    this.#onAsk(true)
  }

  #stopAsking(): void {
    if (this.#phase !== 'asking') return
    process.stdin.off('data', this.#key)
    process.stdin.off('end', this.#gone)
    process.stdin.setRawMode(false)
    process.stdin.pause()
  }

  #settle(decision: Decision): void {
    this.#stopAsking()
    this.#phase = 'decided'
    this.#decide(decision)
  }
}
