import type { VerifyResult } from '../witness/index.ts'

/** What `witness verify` ends with. */
export const verdicts = { proved: 0, broken: 1, unanchored: 2, unreadable: 3 } as const

/** The exit code for a log that could be read. */
export function verdictOf({ valid, anchored }: Pick<VerifyResult, 'valid' | 'anchored'>): 0 | 1 | 2 {
  if (!valid) return verdicts.broken
  return anchored ? verdicts.proved : verdicts.unanchored
}
