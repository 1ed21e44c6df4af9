import { systemClock } from '../../clock/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'

/** What the observer has recorded, each with when it was heard. An alarm is what an operator would get, not what we did. */
export class Alarms {
  readonly #heard: { readonly event: WitnessEvent; readonly atMs: number }[] = []
  #wake = Promise.withResolvers<void>()

  readonly hear = (event: WitnessEvent): void => {
    this.#heard.push({ event, atMs: systemClock.monotonic() })
    this.#wake.resolve()
    this.#wake = Promise.withResolvers<void>()
  }

  /** The first of its type for a destination since a moment: its sentence and how long it took; null when none came. */
  async await(
    eventType: string,
    destinationId: string,
    since: { readonly atMs: number; readonly limitMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly afterMs: number; readonly message: string } | null> {
    const until = since.atMs + since.limitMs
    for (;;) {
      const found = this.#heard.find(
        ({ event, atMs }) =>
          atMs >= since.atMs &&
          event.eventType === eventType &&
          textIn(event.params, 'destination_id') === destinationId,
      )
      if (found !== undefined) {
        const message = textIn(found.event.result, 'message') ?? eventType
        return { afterMs: Math.round(found.atMs - since.atMs), message }
      }
      const left = until - systemClock.monotonic()
      if (left <= 0) return null
      const waiting = new AbortController()
      const limit = AbortSignal.any([since.signal, waiting.signal])
      await Promise.race([this.#wake.promise, systemClock.sleep(left, limit).catch(() => undefined)])
      waiting.abort()
      since.signal.throwIfAborted()
    }
  }
}

function textIn(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : null
}
