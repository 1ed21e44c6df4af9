import { sha256 } from '../../src/witness/chain.ts'
import { expect } from 'vitest'
import { freshFolder, linesOf, openIn } from './support.ts'

/** A log of five entries that hold what is hard to print: its lines. */
export async function sampleLog(): Promise<string[]> {
  const folder = await freshFolder()
  {
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'stream_started', params: { title: 'é "😀" \\', n: 1e-5, zero: -0 } })
    await witness.append({ eventType: 'stream_observed', result: [true, null, { '\ue000': 1, '\u{1f600}': 2 ** 60 }] })
    await witness.append({ eventType: 'stream_stopped', operationId: 'a', epoch: 7 })
    await witness.append({ eventType: 'recording_started', params: { title: 'é'.repeat(200) } })
  }
  return linesOf(folder)
}

/** A file of these lines. */
export const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** The same log with one event changed and all hashes made anew from there on: what someone without the key can do. */
export function rewritten(lines: readonly string[], at: number, change: (event: string) => string): string[] {
  let previous = /"previous_hash": "(.{64})"/.exec(lines[0] ?? '')?.[1] ?? ''
  return lines.map((line, index) => {
    const event = line.slice(94, line.lastIndexOf(', "previous_hash": "'))
    const changed = index === at ? change(event) : event
    if (index === at) expect(changed).not.toBe(event)
    const stamp = /"logged_at": ("(?:[^"\\]|\\.)*")/.exec(changed)?.[1] ?? '"none"'
    const current = sha256(previous + changed)
    const made = `{"current_hash": "${current}", "event": ${changed}, "previous_hash": "${previous}", "witness_timestamp": ${stamp}}`
    previous = current
    return made
  })
}
/** The `current_hash` of each line. */
export const hashesOf = (lines: readonly string[]): string[] => lines.map((line) => line.slice(18, 82))
