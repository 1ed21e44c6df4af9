import { type MemberSpans, NotCanonical, scanCanonical } from './canonical-text.ts'
import { checkLine, genesisHash, memberText } from './chain.ts'
import { parseEntry } from './parse-entry.ts'
import { WitnessError } from './errors.ts'
import type { LogIdentity } from './store.ts'
import { broken } from './tail.ts'

/** The version of the format that this program writes; in every log's first entry. */
export const formatVersion = 1

/** Reads a log's first line (without its newline): who it is, and whether this program may continue it. */
export function readIdentity(line: string): LogIdentity {
  try {
    const { head, previous, logId, eventType } = checkLine(line)
    const params = parseEntry(line).event.params ?? {}
    const { host, port, format } = params
    if (head.size !== 1 || eventType !== 'log_opened') throw broken('it does not begin with log_opened')
    if (typeof format === 'number' && format > formatVersion) {
      throw new WitnessError(
        'newer_format',
        'The show log was written by a newer version of this program. Use that version.',
      )
    }
    const named = typeof host === 'string' && host.isWellFormed() && typeof port === 'number' && isWhole(line, port)
    if (!named || previous !== genesisHash(host, port)) {
      throw broken('its first entry does not begin at its genesis')
    }
    return { logId, host, port }
  } catch (error) {
    if (error instanceof NotCanonical) throw broken(`its first entry does not verify (${error.message})`, error)
    throw error
  }
}

/** Whether the port stands there as a whole number: parsing does not tell 8088.0 from 8088, the genesis does. */
function isWhole(line: string, port: number): boolean {
  const event: MemberSpans = new Map()
  const params: MemberSpans = new Map()
  scanCanonical(line, line.indexOf('{', 1), event)
  scanCanonical(line, event.get('params')?.[0] ?? 0, params)
  return Number.isSafeInteger(port) && memberText(line, params, 'port') === String(port)
}
