import type { WitnessEntry } from '../entry.ts'
import { readEntries } from '../read.ts'

/** What a log has of an operation. */
export interface FoundOperation {
  /** In the log's order; none where the id means several. */
  readonly entries: readonly WitnessEntry[]
  /** What the id may mean where that is more than one thing. */
  readonly candidates: readonly OperationCandidate[]
  /** There is more of it, or there are more candidates, than is handed out. */
  readonly more: boolean
}

/** An operation, or an entry of none. */
export interface OperationCandidate {
  /** Without a part's name; null for an entry of no operation. */
  readonly id: string | null
  /** The first that was found of it. */
  readonly entry: WitnessEntry
}

/** More than any show's own; a caller's operation may have more. */
const mostEntries = 1000
/** As many as somebody may want to choose from. */
const mostCandidates = 20
/** An operation's parts are named after it: `<id>:d1`, `<id>:recording`. */
const separator = ':'

/**
 * All entries of the operation that an id means: an operation's id or the beginning of one, an entry's number (its sequence),
 * or the beginning of an entry's hash. Parts of a show belong together; what the gateway told of a recording belongs to the
 * operation that began it. An entry of no operation stands alone. Where the beginning is that of several, they are named.
 */
export async function findOperation(folder: string, id: string): Promise<FoundOperation> {
  const { candidates, more } = await meantBy(folder, id)
  const [only] = candidates
  if (only === undefined || candidates.length > 1) return { entries: [], candidates, more }
  if (only.id === null) return { entries: [only.entry], candidates: [], more: false }
  const entries: WitnessEntry[] = []
  for await (const entry of readEntries(folder)) {
    if (!belongs(entry, only.id)) continue
    if (entries.length === mostEntries) return { entries, candidates: [], more: true }
    entries.push(entry)
  }
  return { entries, candidates: [], more: false }
}

/** What the id may mean, in the log's order. A number or a whole id means one thing, whatever else begins so. */
async function meantBy(folder: string, id: string): Promise<Omit<FoundOperation, 'entries'>> {
  const found = new Map<string, OperationCandidate>()
  if (id === '') return { candidates: [], more: false }
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null
  const hash = /^[0-9a-f]{8,64}$/i.test(id) ? id.toLowerCase() : null
  let more = false
  for await (const entry of readEntries(folder)) {
    const { operation_id: operation, sequence } = entry.event
    const root = operation?.split(separator)[0] ?? null
    const candidate = { id: root, entry }
    if (sequence === number || operation === id || root === id) return { candidates: [candidate], more: false }
    const isMeant = operation?.startsWith(id) === true || (hash !== null && entry.current_hash.startsWith(hash))
    const name = root === null ? `#${sequence}` : `:${root}`
    if (!isMeant || found.has(name)) continue
    if (found.size < mostCandidates) found.set(name, candidate)
    else more = true
  }
  return { candidates: [...found.values()], more }
}

function belongs({ event }: WitnessEntry, operation: string): boolean {
  const { operation_id: id, params } = event
  if (id !== null) return id === operation || id.startsWith(operation + separator)
  const subject = params?.['destination_id']
  return (
    typeof subject === 'string' && `${subject}${separator}`.startsWith(`recording${separator}${operation}${separator}`)
  )
}
