import { basename, dirname } from 'node:path'
import { type Clock, systemClock } from '../../clock/index.ts'
import { Anchors, type NotedAnchors } from '../anchors.ts'
import { WitnessError } from '../errors.ts'
import { readLineBytes } from '../line-bytes.ts'
import { listSegments, segmentNumber } from '../segments.ts'
import { describeTorn, isDamagedLineEnd } from '../tail.ts'
import { ChainWalk } from './chain-walk.ts'
import { Remarks } from './remarks.ts'
import type { LogVerifyResult } from './result.ts'
import { type CheckpointDemand, readSignedSize, type SignedSize } from './signed-size.ts'
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
  readonly signal?: AbortSignal
}

/**
 * Verifies a log from the first entry to the last, in constant memory, changing nothing: form, hashes, links and order
 * of the lines; the tree against a checkpoint; the signatures that were asked for. A broken log, and a signature that is
 * asked for and not there, are results; a log that cannot be read is a {@link WitnessError} (`not_found`, `disk_error`,
 * `newer_format`), a key that is none a `NoteError`.
 *
 * @example const { valid, anchored, reason } = await verifyLog({ folder, key, witnessKeys: [witnessKey] })
 */
export async function verifyLog(options: VerifyOptions): Promise<LogVerifyResult> {
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
  const torn = await walkSegments(place, walk, signed, options.signal)
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

interface LogPaths {
  readonly paths: readonly string[]
  /** All segments of a folder, and not one file. */
  readonly isFolder: boolean
  /** Where they are. */
  readonly folder: string
  readonly isLater: boolean
}

/** @returns what follows the last newline */
async function walkSegments(
  { paths, isFolder }: LogPaths,
  walk: ChainWalk,
  signed: SignedSize | null,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  let torn: Buffer = Buffer.alloc(0)
  for (const [index, path] of paths.entries()) {
    // A writer goes on in the segment before a gap: such a folder was tampered with, though no entry is missing.
    if (isFolder && segmentNumber(basename(path)) !== index + 1) {
      walk.breakAt(walk.count, 'the segment that it should be in is missing')
    }
    if (torn.length > 0) walk.breakAt(walk.count, 'a segment ends in the middle of a line')
    for await (const read of readLineBytes(path, { signal })) {
      walk.take(read.bytes, read.begin, read.end)
      if (walk.brokenAt === null) signed?.take(read)
      if (read.rest?.overlong === true) walk.breakAt(walk.count, 'a line longer than any entry')
      torn = read.rest?.bytes ?? torn
    }
  }
  return torn
}

async function placeOf({ folder, file }: VerifyOptions): Promise<LogPaths> {
  if (file !== undefined) {
    const isLater = (segmentNumber(basename(file)) ?? 1) > 1
    return { paths: [file], isFolder: false, folder: dirname(file), isLater }
  }
  if (folder !== undefined) return { paths: await listSegments(folder), isFolder: true, folder, isLater: false }
  throw new WitnessError('not_found', 'Name the log to verify: a folder or a file.')
}
