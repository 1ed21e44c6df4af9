export type StepName = 'find' | 'add' | 'custom' | 'destination' | 'rehearse'

/** What there is by now, from which the steps are told. */
export interface Situation {
  /** A vMix that is not added yet was tested, and can be used. */
  readonly isTested: boolean
  readonly instances: number
  /** A stream was seen to come to the gateway. */
  readonly streamArrives: boolean
  /** With a key. */
  readonly destinations: number
  readonly isRehearsed: boolean
  /** Opened by hand; null: the next one opens by itself. */
  readonly chosen: StepName | null
}

export interface StepState {
  readonly name: StepName
  readonly state: 'done' | 'current' | 'open'
  readonly isOpen: boolean
}

/** Each step by itself: one may be done out of turn. The first that is not done is the current one; one alone is open. */
export function stepsOf(situation: Situation): readonly StepState[] {
  const { isTested, instances, streamArrives, destinations, isRehearsed, chosen } = situation
  const done: readonly (readonly [name: StepName, isDone: boolean])[] = [
    ['find', isTested || instances > 0],
    ['add', instances > 0],
    ['custom', streamArrives],
    ['destination', destinations > 0],
    ['rehearse', isRehearsed],
  ]
  const current = done.find(([, isDone]) => !isDone)?.[0] ?? null
  // One more, found where there are some already: it wants a name next.
  const opened = chosen === 'find' && isTested ? 'add' : (chosen ?? current)
  return done.map(([name, isDone]) => ({
    name,
    state: isDone ? 'done' : name === current ? 'current' : 'open',
    isOpen: name === opened,
  }))
}
