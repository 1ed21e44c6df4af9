import { redactedValue } from '../vmix/index.ts'
import type { CallOutcome } from './functions/index.ts'

/** One request as it arrived, for tests and for showing; stream keys and passwords stand in it as `[secret]`. */
export interface ReceivedRequest {
  /** Wall clock, ms since 1970. */
  readonly atMs: number
  readonly protocol: 'http' | 'tcp'
  /** The function called; null for a state read or another request. */
  readonly function: string | null
  /** Its parameters as they were named, decoded; `Value` without its secret. */
  readonly parameters: Readonly<Record<string, string>>
  /** `ignored`: by the fault `ignore-commands`. `dropped`: not carried out, by `drop=before`. */
  readonly outcome: CallOutcome['kind'] | 'ignored' | 'dropped' | 'state' | 'other'
}

/** The last requests, bounded: older ones are forgotten and only counted. */
export class RequestLog {
  readonly #limit: number
  readonly #requests: ReceivedRequest[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(request: Omit<ReceivedRequest, 'parameters'>, entries: Iterable<readonly [string, string]> = []): void {
    const shown = Array.from(entries, ([name, value]): [string, string] => [
      name,
      name.toLowerCase() === 'value' ? redactedValue(request.function ?? '', value) : value,
    ])
    this.#total++
    this.#requests.push({ ...request, parameters: Object.fromEntries(shown) })
    if (this.#requests.length > this.#limit) this.#requests.shift()
  }

  list(): readonly ReceivedRequest[] {
    return [...this.#requests]
  }

  get total(): number {
    return this.#total
  }
}
