import { html, type Markup } from './markup.ts'

/** Writes times in one time zone. */
export class Times {
  readonly zone: string
  readonly #day: Intl.DateTimeFormat
  readonly #time: Intl.DateTimeFormat

  /** @throws RangeError for a zone that is none */
  constructor(zone: string) {
    this.zone = zone
    this.#day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })
    this.#time = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
  }

  day(at: number): string {
    return this.#day.format(at)
  }

  /** Time of day; with the day, where that is not the one of `beside`. */
  time(at: number, beside: number | null = null): Markup {
    const sameDay = beside !== null && this.day(beside) === this.day(at)
    const text = sameDay ? this.#time.format(at) : `${this.day(at)}, ${this.#time.format(at)}`
    return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`
  }
}

/** @example lasting(3_723_000) // '1 h 02 min 03 s' */
export function lasting(ms: number): string {
  if (ms > 0 && ms < 1000) return 'less than 1 s'
  const seconds = Math.round(Math.max(0, ms) / 1000)
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  if (h > 0) return `${h} h ${two(min)} min ${two(s)} s`
  return min > 0 ? `${min} min ${two(s)} s` : `${s} s`
}
