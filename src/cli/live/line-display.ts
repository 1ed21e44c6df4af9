import type { GoLiveResult, StreamHealth } from '../../controller/index.ts'
import { unknownFigure } from '../figures.ts'
import { resultLines } from '../operation-result.ts'
import { terminal } from '../terminal.ts'
import { type Arrival, arrivalText } from './arrivals.ts'
import type { Change } from './changes.ts'
import type { ShowDisplay } from './display.ts'

/** Without a terminal: a line for each change, with the time, as a log wants it. */
export class LineDisplay implements ShowDisplay {
  readonly #isRehearsal: boolean
  readonly #arrived = new Set<string>()
  #problem: string | null = null

  constructor(isRehearsal: boolean) {
    this.#isRehearsal = isRehearsal
  }

  starting(): void {
    line(this.#isRehearsal ? 'REHEARSAL: starting…' : 'Going live…')
  }

  started(result: GoLiveResult): void {
    for (const text of startLines(result)) line(text)
  }

  health(_health: StreamHealth, changes: readonly Change[]): void {
    for (const change of changes) line(changeText(change))
  }

  /** Once of each, when its rate is known. */
  arrived(arrivals: readonly Arrival[]): void {
    for (const arrival of arrivals) {
      if (arrival.arrived?.fps == null || this.#arrived.has(arrival.destinationId)) continue
      this.#arrived.add(arrival.destinationId)
      line(arrivalText(arrival))
    }
  }

  observed(text: string): void {
    line(text)
  }

  problem(message: string | null): void {
    if (message === this.#problem) return
    this.#problem = message
    line(message ?? 'All can be seen again.')
  }

  ask(): void {}

  close(): void {}
}

/** A result for each destination, and for the recording. */
export function startLines(result: GoLiveResult): readonly string[] {
  const parts = result.recording === null ? result.destinations : [...result.destinations, result.recording]
  return parts.flatMap((part) => resultLines(part))
}

/** @example 'Stream 1  Twitch  retrying  critical: The server closed the connection.' */
export function changeText(change: Change): string {
  const { channel, name, state, healthStatus, why } = change
  const parts = [`Stream ${channel + 1}`, name, state, healthStatus === 'unknown' ? unknownFigure : healthStatus]
  // What has just gone live is not measured yet: that says itself.
  const wellOrNew = state === 'live' && (healthStatus === 'healthy' || healthStatus === 'unknown')
  const told = why === null || wellOrNew ? '' : `: ${why}`
  return `${parts.filter((part) => part !== '').join('  ')}${told}`
}

function line(text: string): void {
  terminal.say(`${new Date().toISOString()}  ${text}`)
}
