import type { GoLiveResult, StreamHealth } from '../../controller/index.ts'
import { terminal } from '../terminal.ts'
import type { Arrival } from './arrivals.ts'
import type { Change } from './changes.ts'
import type { ShowDisplay } from './display.ts'

/** An object a line: `started`, `change` (with the figures of that moment), `observed`, `problem`. */
export class JsonDisplay implements ShowDisplay {
  #problem: string | null = null
  readonly #arrived = new Set<string>()

  starting(): void {}

  started(result: GoLiveResult): void {
    event('started', { result })
  }

  health(health: StreamHealth, changes: readonly Change[]): void {
    if (changes.length > 0) event('change', { changes, health })
  }

  arrived(arrivals: readonly Arrival[]): void {
    for (const { destinationId, name, arrived } of arrivals) {
      if (arrived === null || this.#arrived.has(destinationId)) continue
      this.#arrived.add(destinationId)
      event('arrived', { destinationId, name, arrived })
    }
  }

  observed(text: string): void {
    event('observed', { message: text })
  }

  problem(message: string | null): void {
    if (message === this.#problem) return
    this.#problem = message
    event('problem', { message })
  }

  ask(): void {}

  close(): void {}
}

function event(name: string, more: object): void {
  terminal.json({ event: name, timestamp: new Date().toISOString(), ...more })
}
