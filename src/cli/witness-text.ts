import type { VerifyResult } from '../witness/index.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'
import { plainText } from './witness-entry.ts'

/** What a verification proved, and what it could not. */
export function verifyLines(result: VerifyResult & { readonly before?: number }, width: number): readonly string[] {
  const { valid, anchored, totalEvents, before = 0, brokenAt, lastHash } = result
  const placeOf = (at: number): string =>
    at < totalEvents
      ? `at entry ${before + at + 1} of ${before + totalEvents}`
      : `behind entry ${before + totalEvents}, the last one`
  const reason = plainText((result.reason ?? 'it does not verify').replace(/\.$/, ''))
  const head = valid
    ? anchored
      ? terminal.paint(['bold', 'green'], `PROVED: ${totalEvents} entries, whole and as noted down elsewhere.`)
      : terminal.paint(
          ['bold', 'yellow'],
          `WHOLE, NOT ANCHORED: ${totalEvents} entries, each joined to the one before it.`,
        )
    : terminal.paint(
        ['bold', 'red'],
        brokenAt === null ? `NOT PROVED: ${reason}.` : `BROKEN ${placeOf(brokenAt)}: ${reason}.`,
      )
  // Names come from the checkpoint's file: whoever made it may not steer the terminal.
  return [
    head,
    ...result.proved.flatMap((line) => hanging(terminal.paint('green', '✓'), plainText(line), width)),
    ...result.notProved.flatMap((line) => hanging(terminal.paint('yellow', '–'), plainText(line), width)),
    ...(valid && lastHash !== null
      ? [
          '',
          `Note this down elsewhere, to verify with later: --expect-size ${before + totalEvents} --expect-head ${lastHash}`,
        ]
      : []),
  ]
}
