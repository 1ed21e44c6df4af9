import { type BuiltLine, type LineContext, lineBuilder } from './chain.ts'
import type { JsonObject, JsonValue, WitnessEntry, WitnessHead } from './entry.ts'
import type { PreparedEvent } from './prepare.ts'

/** Most entries, and most bytes, that are written at once. */
export const maxBatchEntries = 4096
export const maxBatchLength = 1024 * 1024

/** An event in a batch. */
export interface BatchItem {
  readonly event: PreparedEvent
  readonly late: boolean
}

/** The lines of a batch, one after the other from `head` on. */
export function buildBatch(head: WitnessHead, items: readonly BatchItem[], context: LineContext): BuiltLine[] {
  const build = lineBuilder(context)
  let at = head
  return items.map(({ event, late }) => {
    const built = build(at, event.parts, late)
    at = built.head
    return built
  })
}

/** The entries of these lines, which were built of these events. */
export function entriesOf(
  lines: readonly BuiltLine[],
  of: readonly { readonly event: PreparedEvent }[],
): WitnessEntry[] {
  return of.flatMap(({ event }, index) => {
    const line = lines[index]
    return line === undefined ? [] : [entryOf(line, event)]
  })
}

/** The entry that was written, for whoever asked for it; made of its parts, because parsing the line takes longer. */
function entryOf(
  { head, previous, loggedAt, logId, writer }: BuiltLine,
  { parts, texts }: PreparedEvent,
): WitnessEntry {
  // These two texts are our own canonical JSON.
  const params: JsonObject | null = parts.params === 'null' ? null : JSON.parse(parts.params)
  const result: JsonValue = parts.result === 'null' ? null : JSON.parse(parts.result)
  const event = {
    actor: texts.actor,
    epoch: texts.epoch,
    event_type: texts.eventType,
    log_id: logId,
    logged_at: loggedAt,
    operation_id: texts.operationId,
    params,
    result,
    sequence: head.size,
    timestamp: texts.timestamp,
    writer,
  }
  return { event, previous_hash: previous, current_hash: head.hash, witness_timestamp: loggedAt }
}
