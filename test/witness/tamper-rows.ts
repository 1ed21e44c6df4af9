/** The ways to change a log, at each place of one of several segments, and what shows them. */
import { appendFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chainedAnew, checkpointOf, eventIn, inSegments, lineAfter, makeSpecimen } from './tampering.ts'
import {
  cosigned,
  misplaced,
  ofAnother,
  rewritten,
  short,
  shown,
  shownByChain,
  signed,
  uncosigned,
  unhashed,
  type Verdicts,
} from './tamper-verdicts.ts'

export const { lines, lengths } = await makeSpecimen(13)
/** What was kept elsewhere when the log was whole. */
export const kept = checkpointOf(lines, true)

/** A log that was tampered with. */
export interface Tampered {
  readonly segments: readonly (readonly string[])[]
  /** The checkpoint that whoever did it left beside the log; the true one unless told. */
  readonly beside?: string
  /** Done to the files afterwards. */
  readonly after?: (folder: string) => Promise<void>
  /** Where the chain is broken; null where it is whole. */
  readonly brokenAt: number | null
}

export interface Row extends Verdicts {
  readonly name: string
  readonly at: readonly number[]
  tamper(at: number): Tampered
}

const all = lines.map((_, index) => index)
const butFirst = all.slice(1)
const butLast = all.slice(0, -1)
const edit = (event: string): string => event.replace(/"actor": "[^"]*"/, '"actor": "eve"')
const whole = (changed: readonly string[]): Pick<Tampered, 'segments' | 'brokenAt'> => ({
  segments: inSegments(changed, lengths),
  brokenAt: null,
})
const changed = (at: number, ...instead: readonly string[]): Tampered => ({
  segments: inSegments(lines.toSpliced(at, 1, ...instead), lengths),
  brokenAt: at,
})
/** Another log, with another id, in which one event is another one. */
const asAnotherLog = (at: number): string[] =>
  chainedAnew(lines, 0, (event, index) =>
    (index === at ? edit(event) : event).replace(
      /"log_id": "[^"]*"/,
      '"log_id": "89e770af-233a-441f-94d4-2cc22ffdf042"',
    ),
  )
const lineAt = (at: number): string => lines[at] ?? ''
export const segmentFile = (folder: string, index: number): string =>
  join(folder, `${String(index + 1).padStart(6, '0')}.jsonl`)
/** 0-based index of the first entry of a segment. */
const beginOf = (segment: number): number => lengths.slice(0, segment).reduce((sum, length) => sum + length, 0)

export const table: readonly Row[] = [
  {
    name: 'nothing at all',
    ...shown(signed, signed, cosigned),
    at: [0],
    tamper: () => whole(lines),
  },
  {
    name: 'a byte edited',
    ...shownByChain(unhashed),
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace('"writer": "', '"writer": "_')),
  },
  {
    name: 'an entry inserted',
    ...shownByChain(misplaced),
    at: butFirst,
    tamper: (at) => {
      const sequence = `"sequence": ${at + 1},`
      const inserted = lineAfter(lines[at - 1], edit(eventIn(lineAt(at))).replace(/"sequence": \d+,/, sequence))
      return { ...changed(at, inserted, lineAt(at)), brokenAt: at + 1 }
    },
  },
  { name: 'an entry deleted', ...shownByChain(misplaced), at: butLast, tamper: (at) => changed(at) },
  {
    name: 'two entries in the other order',
    ...shownByChain(misplaced),
    at: butLast,
    tamper: (at) => ({
      ...whole(lines.toSpliced(at, 2, lineAt(at + 1), lineAt(at))),
      brokenAt: at,
    }),
  },
  {
    name: 'the end cut off',
    ...shown(short, short, short),
    at: all,
    tamper: (at) => whole(lines.slice(0, at)),
  },
  {
    name: 'the end cut off within an entry',
    ...shown(short, short, short),
    at: all,
    tamper: (at) => {
      const { segments } = whole(lines.slice(0, at))
      const torn = lineAt(at).slice(0, 20 * (at + 1))
      return {
        segments,
        brokenAt: null,
        after: (folder) => appendFile(segmentFile(folder, segments.length - 1), torn, 'latin1'),
      }
    },
  },
  {
    name: 'the end cut off, and gone on from there',
    ...shown(rewritten, rewritten, rewritten),
    at: butFirst,
    tamper: (at) => whole(chainedAnew([...lines], at, edit)),
  },
  {
    name: 'an old copy put back, with its checkpoint',
    ...shown(signed, short, cosigned),
    at: butFirst,
    tamper: (at) => ({ ...whole(lines.slice(0, at)), beside: checkpointOf(lines.slice(0, at), true) }),
  },
  {
    name: 'forked by its owner: another log from there on, signed too',
    ...shown(signed, rewritten, uncosigned),
    at: butFirst,
    tamper: (at) => {
      const fork = chainedAnew(lines, at, edit)
      return { ...whole(fork), beside: checkpointOf(fork, false) }
    },
  },
  {
    name: 'all written anew without the key, one event changed',
    ...shown(rewritten, rewritten, rewritten),
    at: all,
    tamper: (at) => whole(chainedAnew(lines, 0, (event, index) => (index === at ? edit(event) : event))),
  },
  {
    name: 'all written anew with the key, one event changed',
    ...shown(signed, rewritten, uncosigned),
    at: all,
    tamper: (at) => {
      const anew = chainedAnew(lines, 0, (event, index) => (index === at ? edit(event) : event))
      return { ...whole(anew), beside: checkpointOf(anew, false) }
    },
  },
  {
    name: 'all written anew as another log, under a new log_id, and signed as that',
    ...shown(signed, ofAnother, uncosigned),
    at: all,
    tamper: (at) => {
      const anew = asAnotherLog(at)
      return { ...whole(anew), beside: checkpointOf(anew, false) }
    },
  },
  {
    name: 'all written anew as another log, under a new log_id, signed and cosigned as that',
    ...shown(signed, ofAnother, cosigned),
    at: all,
    tamper: (at) => {
      const anew = asAnotherLog(at)
      return { ...whole(anew), beside: checkpointOf(anew, true) }
    },
  },
  {
    name: 'a field added to an entry',
    ...shownByChain(/^expected } at byte \d+$/),
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace(/}$/, ', "x": 1}')),
  },
  {
    name: 'a field added to an event, and its hash made right',
    ...shownByChain(misplaced),
    at: butLast,
    tamper: (at) => ({
      ...changed(at, lineAfter(lines[at - 1], eventIn(lineAt(at)).replace(/}$/, ', "x": 1}'))),
      brokenAt: at + 1,
    }),
  },
  {
    name: 'witness_timestamp changed',
    ...shownByChain(/^witness_timestamp is not the hashed logged_at/),
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace(/("witness_timestamp": ")\d/, '$11')),
  },
  {
    name: 'two segments swapped',
    ...shownByChain(misplaced),
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => {
      const segments = inSegments(lines, lengths)
      const [one = [], other = []] = segments.slice(at, at + 2)
      return { segments: segments.toSpliced(at, 2, other, one), brokenAt: beginOf(at) }
    },
  },
  {
    name: 'a segment deleted',
    ...shownByChain(/^the segment that it should be in is missing$/),
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => ({
      segments: inSegments(lines, lengths),
      brokenAt: beginOf(at),
      after: (folder) => rm(segmentFile(folder, at)),
    }),
  },
  {
    name: 'a segment deleted, and the others renamed',
    ...shownByChain(misplaced),
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => ({
      segments: inSegments(lines, lengths),
      brokenAt: beginOf(at),
      after: async (folder) => {
        for (let next = at + 1; next < lengths.length; next++) {
          await rename(segmentFile(folder, next), segmentFile(folder, next - 1))
        }
      },
    }),
  },
  {
    name: 'the last segment deleted',
    ...shown(short, short, short),
    at: [lengths.length - 1],
    tamper: (at) => ({ segments: inSegments(lines, lengths).slice(0, at), brokenAt: null }),
  },
  {
    name: 'entries added at the end by somebody without the key',
    ...shown(signed, signed, cosigned),
    at: [lines.length],
    tamper: (at) => {
      const event = edit(eventIn(lineAt(at - 1))).replace(/"sequence": \d+,/, `"sequence": ${at + 1},`)
      return whole([...lines, lineAfter(lines[at - 1], event)])
    },
  },
]
