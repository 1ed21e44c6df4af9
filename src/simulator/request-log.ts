import { redactedParam } from '../vmix/index.ts'
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

/** Longer texts are cut off, and end with `…`. */
const LONGEST = 2000
/** vMix knows seven; what is beyond these is left away. */
const MOST_PARAMETERS = 20

/** The last requests, bounded: older ones are forgotten and only counted. */
export class RequestLog {
  readonly #limit: number
  readonly #requests: ReceivedRequest[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(request: Omit<ReceivedRequest, 'parameters'>, entries: readonly (readonly [string, string])[] = []): void {
    const name = request.function
    const shown = new Map<string, string>()
    for (const [param, value] of entries.slice(0, MOST_PARAMETERS)) {
      // The first of one name is the one that counts.
      if (!shown.has(param)) shown.set(short(param), redactedParam(name ?? '', param, short(value)))
    }
    this.#total++
    this.#requests.push({
      ...request,
      function: name === null ? null : short(name),
      parameters: Object.fromEntries(shown),
    })
    if (this.#requests.length > this.#limit) this.#requests.shift()
  }

  list(): readonly ReceivedRequest[] {
    return [...this.#requests]
  }

  get total(): number {
    return this.#total
  }
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
