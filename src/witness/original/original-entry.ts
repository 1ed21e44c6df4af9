import { sha256 } from '../chain.ts'
import { NotJson, type LosslessValue, readLossless } from './lossless-json.ts'
import { pythonDumps } from './python-dumps.ts'

/** What an entry of the original says of its place in the chain, after it was checked by itself. */
export interface OriginalEntry {
  readonly previous: string
  readonly hash: string
  readonly doubledKeys: number
}

/** Why an entry does not verify. */
export class BadEntry extends Error {
  override readonly name = 'BadEntry'
}

const hexHash = /^[0-9a-f]{64}$/

/** Checks an entry of the original by itself: its `current_hash` is that of its `previous_hash` and its event. */
export function checkOriginal(bytes: Uint8Array): OriginalEntry {
  const { value, doubledKeys } = readEntry(bytes)
  const previous = member(value, 'previous_hash')
  const event = member(value, 'event')
  if (!(event instanceof Map)) throw new BadEntry('it has no event')
  if (typeof previous !== 'string' || !hexHash.test(previous)) throw new BadEntry('it has no previous_hash')
  const hash = sha256(previous + pythonDumps(event))
  if (member(value, 'current_hash') !== hash) {
    throw new BadEntry('current_hash is not the hash of this event and the previous hash')
  }
  return { previous, hash, doubledKeys }
}

function readEntry(bytes: Uint8Array): ReturnType<typeof readLossless> {
  try {
    return readLossless(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof NotJson) throw new BadEntry(`it is no JSON (${error.message})`, { cause: error })
    // The decoder's own word for bytes that are not UTF-8.
    if (error instanceof TypeError) throw new BadEntry('it is not UTF-8', { cause: error })
    throw error
  }
}

function member(value: LosslessValue, name: string): LosslessValue | undefined {
  return value instanceof Map ? value.get(name) : undefined
}
