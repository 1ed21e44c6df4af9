import { canonicalJson } from './canonical.ts'
import type { WitnessEntry } from './entry.ts'
import { collectShow, type PageOptions, reportPage, type ReportPeriod } from './report/index.ts'

/** The forms in which a log can be handed on. */
export const exportFormats = ['json', 'csv', 'html'] as const
/** `json`: one array of whole entries; `csv`: a table; `html`: a report to read and print. */
export type ExportFormat = (typeof exportFormats)[number]

/** Characters of what is handed on at once, at least. */
const leastPiece = 32_768

/** What the HTML says beside the entries, and of what time it is. */
export type ExportOptions = Partial<PageOptions> & ReportPeriod

/**
 * A log as one JSON array of its entries, as a table (CSV, RFC 4180) for a spreadsheet, or as a report for people (one HTML
 * file without script or request), piece by piece. The first two in constant memory, the page in little: what happened to
 * streams is kept, and no page.
 *
 * @param options of the HTML alone
 * @example for await (const text of exportLog(readEntries(folder), 'csv')) file.write(text)
 */
export function exportLog(
  entries: AsyncIterable<WitnessEntry>,
  format: ExportFormat,
  options: ExportOptions = {},
): AsyncGenerator<string> {
  if (format === 'html') return inPieces(asHtml(entries, options))
  return inPieces(format === 'json' ? asJson(entries) : asCsv(entries))
}

/** Small ones are put together: to write each by itself takes longer than to make it. */
async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = ''
  for await (const text of texts) {
    piece += text
    if (piece.length < leastPiece) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

async function* asHtml(entries: AsyncIterable<WitnessEntry>, options: ExportOptions): AsyncGenerator<string> {
  yield* reportPage(await collectShow(entries, options), { madeAt: Date.now(), ...options })
}

async function* asJson(entries: AsyncIterable<WitnessEntry>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const entry of entries) {
    // As it stands in the log, so that its hashes can be checked: JSON.stringify would make 1e+16 and -0.0 other numbers.
    yield separator + canonicalJson(entry, { maxDepth: 70 })
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

const columns: readonly (readonly [name: string, value: (entry: WitnessEntry) => unknown])[] = [
  ['sequence', ({ event }) => event.sequence],
  ['logged_at', ({ event }) => event.logged_at],
  ['timestamp', ({ event }) => event.timestamp],
  ['event_type', ({ event }) => event.event_type],
  ['late', ({ event }) => event.late ?? false],
  ['actor', ({ event }) => event.actor],
  ['operation_id', ({ event }) => event.operation_id],
  ['epoch', ({ event }) => event.epoch],
  ['writer', ({ event }) => event.writer],
  ['params', ({ event }) => event.params],
  ['result', ({ event }) => event.result],
  ['log_id', ({ event }) => event.log_id],
  ['previous_hash', (entry) => entry.previous_hash],
  ['current_hash', (entry) => entry.current_hash],
]

async function* asCsv(entries: AsyncIterable<WitnessEntry>): AsyncGenerator<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`
  for await (const entry of entries) yield `${columns.map(([, value]) => cell(value(entry))).join(',')}\r\n`
}

/**
 * One cell. Text that a spreadsheet would run as a formula gets an apostrophe before it: what is in a log may come from
 * anyone who named a destination.
 */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = typeof value === 'string' && /^[\s\p{C}]*[=+\-@\t\r|%＝＋－＠]/u.test(text) ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
