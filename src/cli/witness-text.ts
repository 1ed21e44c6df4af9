import type { VerifyResult } from '../witness/index.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'

/** What a verification proved, and what it could not. */
export function verifyLines(result: VerifyResult, width: number): readonly string[] {
  const { valid, anchored, totalEvents, brokenAt, reason, lastHash } = result
  const head = valid
    ? anchored
      ? terminal.paint(['bold', 'green'], `PROVED: ${totalEvents} entries, whole and as noted down elsewhere.`)
      : terminal.paint(
          ['bold', 'yellow'],
          `WHOLE, NOT ANCHORED: ${totalEvents} entries, each joined to the one before it.`,
        )
    : terminal.paint(
        ['bold', 'red'],
        `BROKEN at entry ${(brokenAt ?? 0) + 1} of ${totalEvents}: ${reason ?? 'it does not verify'}.`,
      )
  return [
    head,
    ...result.proved.flatMap((line) => hanging(terminal.paint('green', '✓'), line, width)),
    ...result.notProved.flatMap((line) => hanging(terminal.paint('yellow', '–'), line, width)),
    ...(valid && lastHash !== null
      ? ['', `Note this down elsewhere, to verify with later: --expect-size ${totalEvents} --expect-head ${lastHash}`]
      : []),
  ]
}
