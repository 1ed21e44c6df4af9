import { z } from 'zod'
import { readStored, writeStored } from '../stored/index.ts'
import type { ScheduleView } from '../view/index.ts'

const instant = z.iso.datetime()

const kept = z.object({
  version: z.literal(1),
  schedules: z.record(
    z.string(),
    z.object({
      /** Its times, as text: of others nothing was missed. */
      timing: z.string(),
      /** Up to when they were looked at. */
      looked: instant,
      last: z
        .object({
          at: instant,
          outcome: z.enum(['running', 'done', 'failed', 'missed', 'interrupted']),
          message: z.string(),
        })
        .nullable(),
      /** One time that is left out; absent: none. */
      skipped: instant.optional(),
    }),
  ),
})

type Last = NonNullable<ScheduleView['last']>

interface Page {
  readonly timing: string
  readonly lookedMs: number
  readonly last: Last | null
  /** One time that is left out, also when it is over; null: none. */
  readonly skipped: number | null
}

/** What of the plan was looked at and done, kept over a restart: so it is known what was missed meanwhile. */
export class ScheduleBook {
  readonly #path: string
  readonly #pages: Map<string, Page>
  #writing: Promise<void> = Promise.resolve()
  /** One that has not begun to write: it takes what is then. */
  #next: Promise<void> | null = null

  private constructor(path: string, pages: Map<string, Page>) {
    this.#path = path
    this.#pages = pages
  }

  /** What was under way when the server ended has no outcome: whoever reads it is told so. @throws Error for a damaged file */
  static async open(path: string): Promise<ScheduleBook> {
    const found = await readStored(path, kept)
    const pages = Object.entries(found?.schedules ?? {}).map(([id, { timing, looked, last, skipped }]) => {
      const known = last?.outcome === 'running' ? interrupted(last) : last
      const left = skipped === undefined ? null : Date.parse(skipped)
      const page: Page = { timing, lookedMs: Date.parse(looked), last: known, skipped: left }
      return [id, page] as const
    })
    return new ScheduleBook(path, new Map(pages))
  }

  /**
   * Begins with a schedule, or with its other times: from now on they count. What is known of the same times stays.
   *
   * @param moved which of the other times is left out, where this one was
   */
  begin(id: string, timing: string, nowMs: number, moved: (skippedMs: number) => number | null): void {
    const page = this.#pages.get(id)
    if (page?.timing === timing) return
    const left = page?.skipped ?? null
    const skipped = left === null ? null : moved(left)
    this.#pages.set(id, { timing, lookedMs: nowMs, last: page?.last ?? null, skipped })
  }

  /** Up to when its times were looked at; null: it was not begun. */
  looked(id: string): number | null {
    return this.#pages.get(id)?.lookedMs ?? null
  }

  last(id: string): Last | null {
    return this.#pages.get(id)?.last ?? null
  }

  skipped(id: string): number | null {
    return this.#pages.get(id)?.skipped ?? null
  }

  /** Leaves this one time out; null: none. In memory; {@link save} puts it on disk. */
  skip(id: string, atMs: number | null): void {
    const page = this.#pages.get(id)
    if (page !== undefined) this.#pages.set(id, { ...page, skipped: atMs })
  }

  /** In memory; {@link save} puts it on disk. */
  mark(id: string, lookedMs: number): void {
    const page = this.#pages.get(id)
    if (page !== undefined) this.#pages.set(id, { ...page, lookedMs })
  }

  conclude(id: string, last: Last | null): void {
    const page = this.#pages.get(id)
    if (page !== undefined) this.#pages.set(id, { ...page, last })
  }

  /** Forgets what is no longer planned. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#pages.keys()) if (!ids.has(id)) this.#pages.delete(id)
  }

  /** On a disk that hangs one writing waits for the one under way, and takes all that comes. @throws Error when it cannot be written */
  save(): Promise<void> {
    if (this.#next !== null) return this.#next
    const next = this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return writeStored(this.#path, this.#stored())
      })
    this.#next = next
    this.#writing = next
    return next
  }

  #stored(): z.infer<typeof kept> {
    const text = (ms: number) => new Date(ms).toISOString()
    const schedules = [...this.#pages].map(([id, { timing, lookedMs, last, skipped }]) => [
      id,
      { timing, looked: text(lookedMs), last, ...(skipped === null ? {} : { skipped: text(skipped) }) },
    ])
    return { version: 1, schedules: Object.fromEntries(schedules) }
  }
}

export const interruptedMessage = 'The server ended while it was carried out: the show log says how far it came.'

function interrupted({ at }: Last): Last {
  return { at, outcome: 'interrupted', message: interruptedMessage }
}
