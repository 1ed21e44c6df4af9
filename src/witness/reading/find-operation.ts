import type { WitnessEntry } from '../entry.ts'
import { readEntries } from '../read.ts'

/** What a log has of an operation. */
export interface FoundOperation {
  /** In the log's order. */
  readonly entries: readonly WitnessEntry[]
  /** There is more of it than is handed out. */
  readonly more: boolean
}

/** More than any show's own; a caller's operation may have more. */
const mostEntries = 1000
/** An operation's parts are named after it: `<id>:d1`, `<id>:recording`. */
const separator = ':'

/**
 * All entries of the operation that an id means: an operation's id or the beginning of one, an entry's number (its sequence),
 * or the beginning of an entry's hash. Parts of a show belong together; what the gateway told of a recording belongs to the
 * operation that began it. An entry of no operation stands alone.
 */
export async function findOperation(folder: string, id: string): Promise<FoundOperation> {
  const root = await rootOf(folder, id)
  const entries: WitnessEntry[] = []
  if (root === null) return { entries, more: false }
  if (root.operation === null) return { entries: [root.entry], more: false }
  for await (const entry of readEntries(folder)) {
    if (!belongs(entry, root.operation)) continue
    if (entries.length === mostEntries) return { entries, more: true }
    entries.push(entry)
  }
  return { entries, more: false }
}

/** The first entry that the id means, and its operation without the part's name. */
async function rootOf(
  folder: string,
  id: string,
): Promise<{ readonly entry: WitnessEntry; readonly operation: string | null } | null> {
  if (id === '') return null
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null
  const hash = /^[0-9a-f]{8,64}$/i.test(id) ? id.toLowerCase() : null
  let byName: WitnessEntry | null = null
  for await (const entry of readEntries(folder)) {
    const { operation_id: operation, sequence } = entry.event
    if (sequence === number) return withRoot(entry)
    if (number === null && operation?.startsWith(id) === true) return withRoot(entry)
    const named = operation?.startsWith(id) === true || (hash !== null && entry.current_hash.startsWith(hash))
    if (named) byName ??= entry
  }
  return byName === null ? null : withRoot(byName)
}

function withRoot(entry: WitnessEntry): { readonly entry: WitnessEntry; readonly operation: string | null } {
  return { entry, operation: entry.event.operation_id?.split(separator)[0] ?? null }
}

function belongs({ event }: WitnessEntry, operation: string): boolean {
  const { operation_id: id, params } = event
  if (id !== null) return id === operation || id.startsWith(operation + separator)
  const subject = params?.['destination_id']
  return (
    typeof subject === 'string' && `${subject}${separator}`.startsWith(`recording${separator}${operation}${separator}`)
  )
}
