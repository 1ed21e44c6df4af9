import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/index.ts'
import { CONTROL_PROTOCOL, type GatewayEvent, type GatewayStatus } from './control/messages.ts'
import { GatewayError } from './errors.ts'
import {
  JournalFile,
  unacknowledged,
  type Acknowledgement,
  type JournalContent,
  type JournalLine,
} from './journal-file.ts'

/** An event before it has its number. */
export type NewEvent = Omit<GatewayEvent, 'version' | 'journalId' | 'seq' | 'at'>

export interface JournalOptions {
  /** `<data>/gateway`; it exists. */
  readonly folder: string
  readonly clock: Clock
  /** Events kept for a control that does not come; older ones are dropped, counted and said. Default 10,000. */
  readonly limit?: number
}

const RETRY_MS = 1000
/** Lines of which nothing is needed any more, before the file is written anew. */
const SPARE_LINES = 1000

/**
 * The gateway's events: numbered without holes, on disk until control has acknowledged them, handed over once and in
 * order. Recording never waits and never fails: where the disk does, events stay in memory (bounded) and the disk is tried
 * again each second. An event is handed over when it is on disk; while the disk fails, from memory.
 */
export class Journal implements AsyncDisposable {
  readonly #file: JournalFile
  readonly #clock: Clock
  readonly #limit: number
  readonly #journalId: string
  #events: GatewayEvent[]
  #last: number
  #dropped: number
  #unwritten: JournalLine[] = []
  /** Numbers up to this one may be handed over. */
  #ready: number
  #diskFails = false
  #writing: Promise<void> | null = null
  readonly #closed = new AbortController()
  readonly #waiting = new Set<() => void>()

  constructor(file: JournalFile, content: JournalContent, options: JournalOptions) {
    this.#file = file
    this.#clock = options.clock
    this.#limit = options.limit ?? 10_000
    this.#journalId = content.journalId
    this.#events = [...content.events]
    this.#dropped = content.dropped
    this.#last = content.last
    this.#ready = this.#last
  }

  record(event: NewEvent): void {
    if (this.#closed.signal.aborted) return
    if (this.#events.length >= this.#limit) this.#makeRoom()
    this.#add(event)
    this.#write()
  }

  #add(event: NewEvent): void {
    this.#last += 1
    const at = new Date(this.#clock.now()).toISOString()
    const whole: GatewayEvent = { version: CONTROL_PROTOCOL, journalId: this.#journalId, seq: this.#last, at, ...event }
    this.#events.push(whole)
    this.#unwritten.push({ line: 'event', event: whole })
  }

  /** A tenth at once, so that a control that stays away costs one event for a thousand, and not one for each. */
  #makeRoom(): void {
    const count = Math.max(1, Math.ceil(this.#limit / 10))
    this.#events.splice(0, count)
    this.#dropped += count
    this.#add({
      kind: 'events.dropped',
      instance: null,
      channel: null,
      outputId: null,
      name: null,
      message: `${count} old events were dropped because nobody has recorded them; ${this.#dropped} in all.`,
      code: 'journal_full',
      health: null,
    })
  }

  /** Starts writing what is not written; one write at a time carries all that has come up to then. */
  #write(): void {
    if (this.#unwritten.length > 0) this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    while (this.#unwritten.length > 0) {
      const lines = this.#unwritten
      const upTo = this.#last
      this.#unwritten = []
      try {
        const spare = this.#file.lines - this.#events.length
        if (this.#diskFails || spare > SPARE_LINES + this.#events.length) await this.#file.rewrite(this.#content())
        else await this.#file.append(lines)
        this.#diskFails = false
        this.#handOver(upTo)
      } catch {
        this.#diskFails = true
        this.#unwritten = [...lines, ...this.#unwritten].slice(-this.#limit)
        await this.#file.notWhole().catch(() => undefined)
        this.#handOver(this.#last)
        if (this.#closed.signal.aborted) break
        await this.#clock.sleep(RETRY_MS, this.#closed.signal).catch(() => undefined)
      }
    }
    // In the same turn as the last look at what is unwritten, or an event in between would wait for the next one.
    this.#writing = null
  }

  #content(): JournalContent {
    return { journalId: this.#journalId, last: this.#last, dropped: this.#dropped, events: this.#events }
  }

  #handOver(upTo: number): void {
    this.#ready = Math.max(this.#ready, upTo)
    for (const wake of this.#waiting) wake()
  }

  /** All events after number `after`, then new ones as they happen, until the signal or the journal's end. */
  async *events(after: number, signal: AbortSignal): AsyncGenerator<GatewayEvent, void, undefined> {
    const over = AbortSignal.any([signal, this.#closed.signal])
    let seen = after
    while (!over.aborted) {
      const from = seen
      const next = this.#events.filter((event) => event.seq > from && event.seq <= this.#ready)
      for (const event of next) {
        if (over.aborted) return
        yield event
        seen = event.seq
      }
      if (next.length === 0) await this.#change(over)
    }
  }

  async #change(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  /** Control has recorded what it says: that may be forgotten. Resolves when this is on disk, or the disk fails. */
  async acknowledge({ upTo, instance }: Acknowledgement): Promise<void> {
    const known = { upTo: Math.min(upTo, this.#last), instance }
    const left = unacknowledged(this.#events, known)
    if (left.length === this.#events.length) return
    this.#events = left
    this.#unwritten.push({ line: 'acknowledged', ...known })
    this.#write()
    if (!this.#diskFails) await this.#writing
  }

  status(): GatewayStatus['events'] {
    return {
      journalId: this.#journalId,
      last: this.#last,
      acknowledged: (this.#events[0]?.seq ?? this.#last + 1) - 1,
      dropped: this.#dropped,
    }
  }

  /** Writes what is left, with one more try where the disk failed. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#writing
    await this.#file.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * Opens the journal of a data folder, or begins one.
 *
 * @throws {GatewayError} `disk` when the folder cannot be read or written
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const file = new JournalFile(options.folder)
  try {
    const found = await file.read()
    const content = found === null ? empty() : found.whole ? found.content : renumbered(found.content)
    await file.rewrite(content)
    return new Journal(file, content, options)
  } catch (cause) {
    const what = `Cannot open the event journal in ${options.folder}. Check that the disk has room and the folder may be written.`
    throw new GatewayError('disk', what, { cause })
  }
}

function empty(): JournalContent {
  return { journalId: randomUUID(), last: 0, dropped: 0, events: [] }
}

/**
 * Control has seen events that never got onto the disk, so their numbers must not be given out again: the journal begins
 * anew under another id with what is left of it.
 */
function renumbered(content: JournalContent): JournalContent {
  const journalId = randomUUID()
  const events = content.events.map((event, at) => ({ ...event, journalId, seq: at + 1 }))
  return { journalId, last: events.length, dropped: content.dropped, events }
}
