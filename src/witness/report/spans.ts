import type { HealthTimes, HealthWord, Interruption } from './facts.ts'

/** Adds up how long each verdict held. */
export class HealthSpans {
  readonly #changes: { readonly at: number; readonly after: HealthWord }[] = []

  set(at: number, after: HealthWord): void {
    this.#changes.push({ at, after })
  }

  between(from: number, to: number): HealthTimes {
    const times = { healthy: 0, warning: 0, critical: 0, unknown: 0 }
    let now: HealthWord = 'unknown'
    let since = from
    for (const { at, after } of this.#changes) {
      const until = Math.min(Math.max(at, since), to)
      times[now] += until - since
      since = until
      now = after
    }
    times[now] += Math.max(0, to - since)
    return times
  }
}

/** Collects interruptions: one at a time, each with its reason. */
export class InterruptionSpans {
  readonly #spans: { readonly from: number; to: number | null; readonly why: string }[] = []

  begin(from: number, why: string): void {
    const isOpen = this.#spans.at(-1)?.to === null
    if (!isOpen) this.#spans.push({ from, to: null, why })
  }

  end(at: number): void {
    const last = this.#spans.at(-1)
    if (last !== undefined && last.to === null) last.to = at
  }

  /** Those that began before then: what comes after belongs to the end itself. */
  before(limit: number | null): readonly Interruption[] {
    return this.#spans.filter(({ from }) => limit === null || from < limit).map((span) => ({ ...span }))
  }
}
