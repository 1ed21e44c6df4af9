import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { readLossless } from '../../src/witness/original/lossless-json.ts'
import { pythonDumps } from '../../src/witness/original/python-dumps.ts'

/** An entry of the original, as JSON on one line, in the order of fields in which the original made them. */
export interface OriginalLine {
  readonly text: string
  readonly hash: string
}

/** Chains these events (JSON texts) as the original does. */
export function originalChain(events: readonly string[], host = 'localhost', port = 8088): OriginalLine[] {
  let previous = genesisHash(host, port)
  return events.map((event) => {
    const hash = sha256(previous + pythonDumps(readLossless(event).value))
    const text = `{"event": ${event}, "previous_hash": "${previous}", "current_hash": "${hash}", "witness_timestamp": "2025-11-12T12:00:00.000000"}`
    previous = hash
    return { text, hash }
  })
}
