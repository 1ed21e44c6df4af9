import type { OperationContext } from '../context.ts'
import { failureOf } from './failure.ts'
import { OperationFailed } from './operation-failed.ts'
import { type StartGuard, stopCame } from './start-guard.ts'
import type { StopsSince } from './stop-mark.ts'

/** What ends a start before it is done: a stop, its caller, its deadline. */
export class StartLimits {
  /** Ends waits; not for sends in flight. */
  readonly signal: AbortSignal
  /** ISO time after which nothing more is sent. */
  readonly deadline: string
  readonly #context: OperationContext
  readonly #guard: StartGuard
  readonly #callers: AbortSignal | undefined
  readonly #stops: StopsSince | null
  readonly #limit: number
  #sent = false
  #replaced = ''

  /** @param stops of what belongs to this start alone: its destination, its recording */
  constructor(
    context: OperationContext,
    guard: StartGuard,
    callers: AbortSignal | undefined,
    stops: StopsSince | null = null,
  ) {
    const { clock, waits } = context
    this.#context = context
    this.#guard = guard
    this.#callers = callers
    this.#stops = stops
    this.#limit = clock.monotonic() + waits.operationMs
    this.deadline = new Date(clock.now() + waits.operationMs).toISOString()
    const given = callers === undefined ? [] : [callers]
    this.signal = AbortSignal.any([guard.signal, ...given, AbortSignal.timeout(waits.operationMs)])
  }

  /** Whether anything was about to be sent: what is set in vMix may have changed. */
  get sent(): boolean {
    return this.#sent
  }

  /** What was on before has been ended for this start; a failure must say so. */
  replaced(channel: number): void {
    this.#replaced = ` What Stream ${channel + 1} sent before was ended for it.`
  }

  /** Looks at stop, caller and deadline right now; immediately before each send. @throws OperationFailed */
  beforeSend(): void {
    this.stillWanted()
    if (this.#context.clock.monotonic() > this.#limit) throw this.#tooLong()
    this.#sent = true
  }

  /** Whether anybody has ended it meanwhile. @throws OperationFailed `aborted` */
  stillWanted(): void {
    this.#guard.check()
    if (this.#stops?.came() === true) throw stopCame(this.#stops)
    if (this.#callers?.aborted === true) {
      throw new OperationFailed('aborted', 'The operation was ended by its caller.', { cause: this.#callers.reason })
    }
  }

  /** Why the start failed. Where it was ended that is the reason, whatever broke off because of it. */
  failureOf(error: unknown): OperationFailed {
    const { code, message, leftOn, goesOn, cause } = this.#reasonOf(error)
    return new OperationFailed(code, `${message}${this.#replaced}`, { leftOn, goesOn, cause })
  }

  #reasonOf(error: unknown): OperationFailed {
    const left = error instanceof OperationFailed && !error.goesOn ? { leftOn: error.leftOn } : {}
    try {
      this.stillWanted()
    } catch (ended) {
      const { code, message } = failureOf(ended)
      return new OperationFailed(code, message, { ...left, cause: error })
    }
    const brokenOff = this.signal.aborted && !(error instanceof OperationFailed && error.goesOn)
    return brokenOff ? this.#tooLong({ ...left, cause: error }) : failureOf(error)
  }

  #tooLong(options: { leftOn?: readonly string[]; cause?: unknown } = {}): OperationFailed {
    const seconds = this.#context.waits.operationMs / 1000
    return new OperationFailed('timeout', `The start took longer than ${seconds} s and was given up.`, options)
  }
}
