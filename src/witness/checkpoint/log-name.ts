import { NotCanonical } from '../canonical-text.ts'
import { checkLine } from '../chain.ts'
import { parseEntry } from '../parse-entry.ts'
import { broken } from '../tail.ts'
import { readPlacedLines } from './placed-lines.ts'

/** What a log's first entry calls it. */
export interface LogName {
  readonly logId: string
  readonly instance: string
}

/** Reads a log's first entry; null while it has none. Throws `WitnessError` `not_found`, `broken`. */
export async function readLogName(folder: string): Promise<LogName | null> {
  for await (const { block } of readPlacedLines(folder)) {
    const line = block.toString('latin1', 1, block.indexOf('\n'))
    try {
      const { logId } = checkLine(line)
      const instance = parseEntry(line).event.params?.['instance']
      return { logId, instance: typeof instance === 'string' ? instance : '' }
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error
      throw broken(`its first entry does not verify (${error.message})`, error)
    }
  }
  return null
}

/**
 * What a log's checkpoints call it: `<key name>/<instance>/<log id>`, for as long as it exists. A later log of the same
 * instance has another id, and so another name.
 */
export function originOf(keyName: string, { instance, logId }: LogName): string {
  return [keyName, ...[instance, logId].map(asPart)].join('/')
}

/** Whether an origin is the name of the log with this id, as one of these keys signs it. */
export function isOriginOf(origin: string, keyNames: readonly string[], logId: string): boolean {
  return origin.endsWith(`/${asPart(logId)}`) && keyNames.every((name) => origin.startsWith(`${name}/`))
}

function asPart(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
