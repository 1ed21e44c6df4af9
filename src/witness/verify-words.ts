import type { NotedAnchors } from './anchors.ts'
import type { TornTail } from './tail.ts'
import type { VerifyOptions, VerifyResult } from './verify.ts'

/** Says in sentences what a verification proved, and what it could not. */
export function tellProof(
  options: VerifyOptions,
  found: Pick<VerifyResult, 'valid' | 'brokenAt'> & { readonly count: number; readonly tornTail: TornTail | null },
): Pick<VerifyResult, 'proved' | 'notProved'> {
  const { host, port } = options
  const whole = found.valid ? found.count : Math.min(found.brokenAt ?? 0, found.count)
  const proved: string[] = []
  const notProved: string[] = []
  if (whole > 0) {
    proved.push(
      `Entries 1 to ${whole} are in their canonical form and joined by their hashes, none inserted or left out.`,
    )
  }
  if (whole > 0 && host !== undefined && port !== undefined)
    proved.push(`The log begins at the genesis of ${host}:${port}.`)
  const anchors = tellAnchors(options, found.valid)
  proved.push(...anchors.proved)
  notProved.push(...anchors.notProved)
  if (found.tornTail !== null) {
    notProved.push(
      `The last ${found.tornTail.bytes} bytes are no whole entry: a write in progress, or one that was interrupted.`,
    )
  }
  notProved.push(neverProved)
  return { proved, notProved }
}

/** What no chain of hashes can show. */
export const neverProved = 'Whether the events tell the truth, and whether the clock was right.'

/** What the anchors add to a chain, and what is open without them. */
export function tellAnchors(
  { expectSize, expectHead }: NotedAnchors,
  valid: boolean,
): Pick<VerifyResult, 'proved' | 'notProved'> {
  if (valid && expectHead !== undefined) {
    return {
      proved: ['The log goes through the expected head: nothing up to there was changed since it was noted.'],
      notProved: ['What was appended after the expected head may have been changed or cut off.'],
    }
  }
  if (valid && expectSize !== undefined) {
    return {
      proved: [`The log has at least the ${expectSize} entries that were expected.`],
      notProved: [
        'Whoever can write to the folder can write the whole log anew; only a head kept elsewhere shows that.',
      ],
    }
  }
  return {
    proved: [],
    notProved: [
      'Entries cut off at the end, or a log written anew from the start, are not shown by a chain alone: keep the size and the head elsewhere and verify with them.',
    ],
  }
}
