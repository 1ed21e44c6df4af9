import type { Clock } from '../../../clock/index.ts'
import type { OutputStatus } from '../../control/messages.ts'

type State = OutputStatus['state']

/** In which state a destination is, since when, and why. `closed` is the last. */
export class DestinationState {
  readonly #clock: Clock
  readonly #onChange: () => void
  #state: State = 'connecting'
  #why: string | null = null
  #code: string | null = null
  #since: string

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock
    this.#onChange = onChange
    this.#since = this.#stamp()
  }

  get now(): State {
    return this.#state
  }

  become(state: State, why: string | null = null, code: string | null = null): void {
    if (this.#state === 'closed') return
    const changed = this.#state !== state
    if (changed) this.#since = this.#stamp()
    this.#state = state
    this.#why = why
    this.#code = code
    if (changed) this.#onChange()
  }

  status(): Pick<OutputStatus, 'state' | 'why' | 'code' | 'since'> {
    return { state: this.#state, why: this.#why, code: this.#code, since: this.#since }
  }

  #stamp(): string {
    return new Date(this.#clock.now()).toISOString()
  }
}

export function waitingAfter(reason: 'ended' | 'lost'): string {
  return reason === 'ended'
    ? 'vMix has ended the stream; waiting for the next.'
    : 'The stream from vMix is lost; waiting for it to come back.'
}
