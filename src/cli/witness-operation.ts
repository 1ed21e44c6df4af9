import type { FoundOperation, OperationCandidate } from '../witness/index.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { plainText } from './witness-entry.ts'

/** The one operation that an id means. Throws {@link CommandFailed}: `not_found`, or `ambiguous` with those it may mean. */
export async function operationNamed(folder: string, id: string): Promise<Pick<FoundOperation, 'entries' | 'more'>> {
  const { findOperation } = await import('../witness/index.ts')
  const found = await findOperation(folder, id)
  if (found.entries.length > 0) return found
  if (found.candidates.length === 0) {
    const what =
      'The show log has no operation, entry or hash of this name. "vmixctl witness list" shows what there is.'
    throw new CommandFailed(exitCodes.failed, 'not_found', what)
  }
  const { candidates, more } = found
  const how = `${more ? 'More than ' : ''}${candidates.length} operations begin so: give more of the id.`
  throw new CommandFailed(exitCodes.failed, 'ambiguous', [how, ...candidates.map(candidateLine)].join('\n'))
}

function candidateLine({ id, entry: { event } }: OperationCandidate): string {
  const when = event.timestamp.slice(0, 19)
  return plainText(`  ${id ?? `entry ${event.sequence}, of no operation`}  ${event.event_type}  ${when}`)
}
