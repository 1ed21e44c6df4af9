import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname } from 'node:path'
import { type Clock, systemClock } from '../../clock/index.ts'
import { Anchors, type NotedAnchors } from '../anchors.ts'
import { WitnessError } from '../errors.ts'
import { listSegments, segmentNumber } from '../segments.ts'
import { describeTorn, isDamagedLineEnd } from '../tail.ts'
import { ChainWalk } from './chain-walk.ts'
import { Remarks } from './remarks.ts'
import type { LogVerifyResult } from './result.ts'
import { type CheckpointDemand, readSignedSize } from './signed-size.ts'
import { type LogPaths, walkSegments } from './walk-segments.ts'
import { tellProof } from './words.ts'

/** Which log to verify, and what is known of it from elsewhere. */
export interface VerifyOptions extends NotedAnchors, CheckpointDemand {
  /** A log's folder, or one file: a log in one piece, or, named as one (`000002.jsonl`), a later segment by itself. */
  readonly folder?: string
  readonly file?: string
  /** The vMix's address as first configured, when the caller knows it; otherwise the log's own word is taken. */
  readonly host?: string
  readonly port?: number
  /** By which a cosignature from the future is known; the system's unless told. */
  readonly clock?: Clock
  /**
   * How many cores it may use, by threads of its own; one unless told. What is found is the same. {@link coresFor} says
   * whether it pays.
   */
  readonly cores?: number
  readonly signal?: AbortSignal
}

/** What a core walks along at a time, bytes: more would be waited for at the end, less would cost more than it is. */
const stretchBytes = 4 * 1024 * 1024

/**
 * Verifies a log from the first entry to the last, in constant memory, changing nothing: form, hashes, links and order
 * of the lines; the tree against a checkpoint; the signatures that were asked for. A broken log, and a signature that is
 * asked for and not there, are results; a log that cannot be read is a {@link WitnessError} (`not_found`, `disk_error`,
 * `newer_format`), a key that is none a `NoteError`.
 *
 * @example const { valid, anchored, reason } = await verifyLog({ folder, key, witnessKeys: [witnessKey] })
 */
export function verifyLog(options: VerifyOptions): Promise<LogVerifyResult> {
  const cores = Math.min(options.cores ?? 1, mostCores)
  return verifyInStretches(options, cores > 1 ? { threads: cores - 1, bytes: stretchBytes } : null)
}

/** The same, in pieces of about so many bytes on so many threads besides this one; null: in one piece, here. */
export async function verifyInStretches(
  options: VerifyOptions,
  stretches: { readonly threads: number; readonly bytes: number } | null,
): Promise<LogVerifyResult> {
  const { host, port, clock = systemClock } = options
  const place = await placeOf(options)
  // Read before the log: a log that grows has what an earlier checkpoint has.
  const signed = await readSignedSize(options, place.isLater ? null : place.folder, clock.now())
  const anchors = new Anchors(options)
  const remarks = new Remarks()
  const walk = new ChainWalk({ host, port, isLater: place.isLater }, [
    remarks,
    { pass: (size, hash) => anchors.pass({ size, hash }) },
  ])
  const torn = await walkSegments(place, { walk, remarks, anchors, signed, signal: options.signal }, stretches)
  if (isDamagedLineEnd(torn)) walk.breakAt(walk.count, 'the newline after it was changed')
  if (walk.headBefore !== null) anchors.pass({ size: walk.before, hash: walk.headBefore })
  const unsigned = signed?.failureFor(walk.logId) ?? null
  const tree = unsigned === null ? (signed?.shortfall(walk.count) ?? null) : null
  const short = anchors.shortfall(walk.size, walk.before) ?? tree
  if (short !== null && short.at !== null) walk.breakAt(Math.max(0, short.at - walk.before), short.reason)
  const failure = walk.reason ?? unsigned ?? short?.reason ?? null
  const valid = failure === null
  const result = {
    valid,
    totalEvents: walk.count,
    before: walk.before,
    firstHash: walk.firstHash,
    lastHash: walk.lastHash,
    brokenAt: walk.brokenAt,
    reason: failure,
    anchored: valid && (anchors.given || signed?.isAnchor === true),
    tornTail: torn.length === 0 ? null : describeTorn(torn),
    checkpoint: signed?.finding ?? null,
    ...remarks.found,
  }
  return { ...result, ...tellProof(options, result) }
}

interface LogPlace extends LogPaths {
  /** Where they are. */
  readonly folder: string
  readonly isLater: boolean
}

/** More have nothing to read: the disk is the limit long before. */
const mostCores = 64

/** A thread takes some 0.2 s to begin and to become quick: so long one core alone needs for a third of this. */
const enoughForTwo = 128 * 1024 * 1024

/** How many cores it pays to verify a log with: two for a long one, where there are two. More would be taken from others. */
export async function coresFor(place: Pick<VerifyOptions, 'folder' | 'file'>): Promise<number> {
  if (availableParallelism() < 2) return 1
  const { paths } = await placeOf(place)
  let bytes = 0
  for (const path of paths) bytes += (await stat(path).catch(() => null))?.size ?? 0
  return bytes < enoughForTwo ? 1 : 2
}

async function placeOf({ folder, file }: Pick<VerifyOptions, 'folder' | 'file'>): Promise<LogPlace> {
  if (file !== undefined) {
    const isLater = (segmentNumber(basename(file)) ?? 1) > 1
    return { paths: [file], isFolder: false, folder: dirname(file), isLater }
  }
  if (folder !== undefined) return { paths: await listSegments(folder), isFolder: true, folder, isLater: false }
  throw new WitnessError('not_found', 'Name the log to verify: a folder or a file.')
}
