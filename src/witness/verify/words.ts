import type { NotedAnchors } from '../anchors.ts'
import type { LogRemarks } from './remarks.ts'
import type { LogVerifyResult, VerifyResult } from './result.ts'
import type { CheckpointFinding } from './signed-size.ts'
import type { VerifyOptions } from './verify-log.ts'

type Told = Pick<VerifyResult, 'proved' | 'notProved'>

/** Says in sentences what a verification proved, and what it could not. */
export function tellProof(options: VerifyOptions, found: Omit<LogVerifyResult, 'proved' | 'notProved'>): Told {
  const { valid, before, tornTail, checkpoint } = found
  const whole = Math.min(found.brokenAt ?? found.totalEvents, found.totalEvents)
  const told = [
    tellChain(options, whole, before),
    valid && checkpoint !== null ? tellCheckpoint(checkpoint) : { proved: [], notProved: [] },
    tellKept(options, valid, checkpoint),
    whole > 0 ? tellRemarks(found) : { proved: [], notProved: [] },
  ]
  const torn =
    tornTail === null
      ? []
      : [`The last ${tornTail.bytes} bytes are no whole entry: a write in progress, or one that was interrupted.`]
  return {
    proved: told.flatMap(({ proved }) => proved),
    notProved: [...told.flatMap(({ notProved }) => notProved), ...torn, neverProved],
  }
}

function tellChain({ host, port }: VerifyOptions, whole: number, before: number): Told {
  if (whole === 0) return { proved: [], notProved: [] }
  const proved = [
    `Entries ${before + 1} to ${before + whole} are in their canonical form and joined by their hashes, none inserted or left out.`,
  ]
  if (before > 0) {
    return { proved, notProved: [`Entries 1 to ${before}: the segments before this one were not looked at.`] }
  }
  if (host !== undefined && port !== undefined) proved.push(`The log begins at the genesis of ${host}:${port}.`)
  return { proved, notProved: [] }
}

function tellCheckpoint({ origin, size, isFromLog, signedBy, cosigned }: CheckpointFinding): Told {
  const signers = signedBy === null ? [] : [`signed by ${signedBy}`]
  for (const { name, at } of cosigned) signers.push(`cosigned by ${name} (at ${at})`)
  if (signers.length === 0) {
    return {
      proved: [`The tree over the first ${size} entries is that of the given checkpoint of ${origin}.`],
      notProved: ["Who made the checkpoint: its signature was not looked at. Give the log's key (--key)."],
    }
  }
  const notProved: string[] = []
  if (cosigned.length === 0) {
    notProved.push(
      `That whoever has the key of ${signedBy} has not signed another log in place of this one; a witness's cosignature shows that.`,
    )
  }
  if (isFromLog) {
    notProved.push(
      'The checkpoint lies beside the log: an older copy of both would look the same. One that was kept elsewhere (--checkpoint) shows that.',
    )
  }
  return {
    proved: [`The first ${size} entries are those of the checkpoint of ${origin}, ${signers.join(', ')}.`],
    notProved,
  }
}

function tellRemarks({ unfinished, clockBackwards }: LogRemarks): Told {
  const proved: string[] = []
  const notProved: string[] = []
  const { count, oldest, isComplete } = unfinished
  if (count === 0) proved.push('Every operation that was asked for has an outcome.')
  else {
    notProved.push(
      `How ${isComplete ? '' : 'at least '}${count} operation${count === 1 ? '' : 's'} ended: asked for, and without an outcome. The oldest is entry ${oldest[0]?.sequence ?? 0}.`,
    )
  }
  if (clockBackwards.count > 0) {
    notProved.push(
      `The times: ${clockBackwards.count} times a clock went backwards, first at entry ${clockBackwards.first}. The order of the entries is proved all the same.`,
    )
  }
  return { proved, notProved }
}

function tellKept(options: VerifyOptions, valid: boolean, checkpoint: CheckpointFinding | null): Told {
  const anchored = options.expectHead !== undefined || (options.expectSize ?? 0) >= 1
  if (valid && checkpoint !== null && !anchored) {
    return {
      proved: [],
      notProved: [`What was appended after entry ${checkpoint.size} may have been changed or cut off.`],
    }
  }
  return tellAnchors(options, valid)
}

/** What no log can show. */
export const neverProved =
  'Whether the events tell the truth, what was on the picture, what happened while nobody watched, and whether the clock was right.'

/** What the anchors add to a chain, and what is open without them; nothing of a log that is broken. */
export function tellAnchors({ expectSize, expectHead }: NotedAnchors, valid: boolean): Told {
  if (!valid) return { proved: [], notProved: [] }
  if (expectHead !== undefined) {
    return {
      proved: ['The log goes through the expected head: nothing up to there was changed since it was noted.'],
      notProved: ['What was appended after the expected head may have been changed or cut off.'],
    }
  }
  if (expectSize !== undefined && expectSize >= 1) {
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
