import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { gatewayEventSchema, type GatewayEvent } from './control/messages.ts'
import { systemCode } from './errors.ts'

const FORMAT = 1

/** The lines of the file. The first is a head; a torn last line is what a crash in the middle of a write leaves. */
const lineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('head'),
    format: z.literal(FORMAT),
    journalId: z.string(),
    last: z.number(),
    dropped: z.number(),
  }),
  z.object({ line: z.literal('event'), event: gatewayEventSchema }),
  z.object({ line: z.literal('acknowledged'), upTo: z.number(), instance: z.string().nullable() }),
])
export type JournalLine = z.infer<typeof lineSchema>

/** What the journal is: identity, the last number given out, what is still to be handed over. */
export interface JournalContent {
  readonly journalId: string
  readonly last: number
  readonly dropped: number
  readonly events: readonly GatewayEvent[]
}

/**
 * The journal on disk: `events.jsonl`, appended to and now and then written anew, with `events.whole` beside it for as long
 * as every event that control has seen is in it. That mark is taken away before an unsaved event is handed over (which
 * works on a full disk, where writing does not).
 */
export class JournalFile {
  readonly #path: string
  readonly #mark: string
  #handle: FileHandle | null = null
  #lines = 0

  constructor(folder: string) {
    this.#path = join(folder, 'events.jsonl')
    this.#mark = join(folder, 'events.whole')
  }

  /** Lines in the file, to know when it is worth writing it anew. */
  get lines(): number {
    return this.#lines
  }

  /** What stands there, with whether its numbers can be trusted to be all that were given out; null when there is none. */
  async read(): Promise<{ readonly content: JournalContent; readonly whole: boolean } | null> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null
      throw error
    })
    if (text === null) return null
    const whole = await readFile(this.#mark).then(
      () => true,
      () => false,
    )
    const content = contentOf(text)
    return content === null ? null : { content, whole }
  }

  /** Writes the whole journal anew, beside the old one, and puts it in its place. */
  async rewrite(content: JournalContent): Promise<void> {
    await this.close()
    const beside = `${this.#path}.new`
    const { events, ...head } = content
    const lines: JournalLine[] = [
      { line: 'head', format: FORMAT, ...head },
      ...events.map((event) => ({ line: 'event' as const, event })),
    ]
    try {
      await using file = await open(beside, 'w')
      await file.writeFile(serialise(lines))
      await file.datasync()
    } catch (error) {
      // What was half written takes up room that a full disk does not have.
      await rm(beside, { force: true }).catch(() => undefined)
      throw error
    }
    await rename(beside, this.#path)
    this.#handle = await open(this.#path, 'a')
    this.#lines = lines.length
    await using mark = await open(this.#mark, 'w')
    await mark.datasync()
  }

  /** Appends and puts on disk. After a failure the file may end in a part of a line: only `rewrite` helps then. */
  async append(lines: readonly JournalLine[]): Promise<void> {
    if (this.#handle === null) throw new Error('The journal is not open.')
    await this.#handle.appendFile(serialise(lines))
    await this.#handle.datasync()
    this.#lines += lines.length
  }

  /** From now on control may have seen events that are not in the file. */
  async notWhole(): Promise<void> {
    await rm(this.#mark, { force: true })
  }

  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = null
    await handle?.close().catch(() => undefined)
  }
}

function serialise(lines: readonly JournalLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function contentOf(text: string): JournalContent | null {
  const lines = text.split('\n').map(parseLine)
  const [head, ...rest] = lines
  if (head?.line !== 'head') return null
  let last = head.last
  let events: GatewayEvent[] = []
  for (const line of rest) {
    // A torn or unreadable line: nothing behind it is to be believed.
    if (line === null || line.line === 'head') break
    if (line.line === 'event') {
      events.push(line.event)
      last = Math.max(last, line.event.seq)
    } else {
      events = unacknowledged(events, line)
    }
  }
  return { journalId: head.journalId, last, dropped: head.dropped, events }
}

/** How far control has recorded: everything, or what concerns one vMix (and what concerns none). */
export interface Acknowledgement {
  readonly upTo: number
  readonly instance: string | null
}

/** What is left after an acknowledgement: later events, and those of a vMix that somebody else records. */
export function unacknowledged(events: readonly GatewayEvent[], { upTo, instance }: Acknowledgement): GatewayEvent[] {
  return events.filter(
    (event) => event.seq > upTo || (instance !== null && event.instance !== null && event.instance !== instance),
  )
}

function parseLine(text: string): JournalLine | null {
  try {
    return lineSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
