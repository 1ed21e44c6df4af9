import { canonicalJson, type WitnessEntry } from '../witness/index.ts'

/** Deeper than any entry. */
const maxDepth = 70

/** The entry as its line stands in the log, byte for byte: JSON.stringify would make 1e+16 and -0.0 other numbers. */
export function entryLine(entry: WitnessEntry): string {
  return `${canonicalJson(entry, { maxDepth })}\n`
}
