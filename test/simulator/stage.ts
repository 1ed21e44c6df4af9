import type { Clock } from '../../src/clock/index.ts'
import { ActiveFaults } from '../../src/simulator/faults.ts'
import { callFunction } from '../../src/simulator/functions/index.ts'
import { makeStage, type SimulatorOptions } from '../../src/simulator/options.ts'
import { RunningShow } from '../../src/simulator/running-show.ts'
import { renderState } from '../../src/simulator/show/index.ts'
import { parseState } from '../../src/vmix/index.ts'

/** A clock that stands still until it is told to go on; what waits goes on at its time, in order. */
export class HandClock implements Clock {
  #ms = 0
  readonly #startedAt: number
  #sleeping: { readonly atMs: number; readonly wake: () => void }[] = []

  constructor(startedAt = Date.UTC(2026, 0, 25, 12)) {
    this.#startedAt = startedAt
  }

  now(): number {
    return this.#startedAt + this.#ms
  }

  monotonic(): number {
    return this.#ms
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { atMs: this.#ms + ms, wake: resolve }
      this.#sleeping.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleeping = this.#sleeping.filter((other) => other !== sleeper)
        reject(signal.reason as Error)
      })
    })
  }

  async go(ms: number): Promise<void> {
    const until = this.#ms + ms
    for (;;) {
      const [next] = this.#sleeping.filter(({ atMs }) => atMs <= until).sort((one, other) => one.atMs - other.atMs)
      if (next === undefined) break
      this.#sleeping = this.#sleeping.filter((other) => other !== next)
      this.#ms = next.atMs
      next.wake()
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#ms = until
  }
}

const noMedia = {
  startSender: () => {
    throw new Error('nothing is sent here')
  },
  startFileRecording: () => Promise.reject(new Error('nothing is recorded here')),
}

/** A show without ports: functions are called, and what the document then shows is read from the document. */
export function openShow(options: SimulatorOptions = {}) {
  const clock = new HandClock()
  const stage = makeStage({ inputs: 16, ...options }, noMedia, clock, new ActiveFaults())
  const show = new RunningShow(stage, clock)
  const lines: string[] = []
  show.subscribe({ tally: true, acts: true, send: (line) => lines.push(line) })
  const outcome = (name: string, parameters: Record<string, string | number> = {}) =>
    show.change((stage) =>
      callFunction(
        stage,
        name,
        Object.entries(parameters).map(([key, value]) => [key, String(value)] as const),
      ),
    )
  return {
    clock,
    stage,
    /** What subscribers were told, in order. */
    lines,
    outcome,
    /** Calls a function that must be done. */
    call(name: string, parameters: Record<string, string | number> = {}) {
      const { kind } = outcome(name, parameters)
      if (kind !== 'done') throw new Error(`${name} was ${kind}`)
    },
    refused: (name: string, parameters: Record<string, string | number> = {}) =>
      outcome(name, parameters).kind === 'refused',
    get state() {
      return parseState(renderState(show.stage.show))
    },
    input(number: number) {
      const input = this.state.inputs.find((input) => input.number === number)
      if (input === undefined) throw new Error(`no input ${number}`)
      return input
    },
  }
}
