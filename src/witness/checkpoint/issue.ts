import { constants } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import type { WitnessHead } from '../entry.ts'
import { KernelLock, LockError, type ReleaseLock } from '../lock.ts'
import { syncFolder } from '../log-file.ts'
import { NoteError, type NoteSigner, noteVerifier, openNote, signNote } from '../note/index.ts'
import { openRegular } from '../regular-file.ts'
import { listSegments } from '../segments.ts'
import { type CheckpointBody, formatCheckpointBody, parseCheckpointBody } from './body.ts'
import { confirmCheckpoint, readLatestCheckpoint, writeCheckpoint } from './files.ts'
import { type LogName, originOf, readLogName } from './log-name.ts'
import { CheckpointConflict } from './errors.ts'
import { growTree, type LogTreeOptions } from './log-tree.ts'
import { TreeThread } from './tree-thread.ts'
import { leaveRoomForStops } from './room.ts'
import type { SignedMemory } from './signed-memory.ts'

/** What a checkpoint is made with. */
export interface IssueOptions {
  readonly folder: string
  readonly signer: NoteSigner
  readonly memory: SignedMemory
  /** Reads where much has come; one for this time unless told. */
  readonly thread?: TreeThread
  /**
   * Where the log ends: everything up to there is on disk.
   *
   * @param signedSize so many entries at least were there once
   */
  readonly look: (signedSize: number) => Promise<WitnessHead>
  readonly clock: Clock
  /** How long to wait for another process that is at it, ms; 0 unless told. */
  readonly waitMs?: number
  readonly signal?: AbortSignal | undefined
}

/** A checkpoint of ours, on disk. */
export interface IssuedCheckpoint {
  readonly folder: string
  /** The signed note. */
  readonly note: string
  readonly body: CheckpointBody
  /** False when the log has not grown since, and the one that was there was confirmed. */
  readonly isNew: boolean
}

/**
 * Signs the log as it is now, if it is what was signed before and more. One process at a time does this; null when another
 * one is at it, or the log is empty.
 *
 * @throws {CheckpointConflict} when it is not; `WitnessError`, `LockError` or the disk's own error when it cannot be done
 */
export async function issueCheckpoint(options: IssueOptions): Promise<IssuedCheckpoint | null> {
  const { folder, signer, memory, clock, signal } = options
  using held = await takeTurn(options)
  if (held === null) return null
  const name = await readLogName(folder)
  if (name === null) return null
  await leaveRoomForStops(folder)
  const origin = originOf(signer.name, name)
  const remembered = await memory.last(name.logId)
  const last = lastSigned(remembered, await readLatestCheckpoint(folder), signer, origin)
  signal?.throwIfAborted()
  const head = await options.look(last?.body.size ?? 0)
  await syncLog(folder)
  const root = await treeRoot(options, name, { folder, head, known: last?.trees ?? [], signal })
  signal?.throwIfAborted()
  if (last?.body.size === head.size) {
    if (!last.isRemembered) await memory.remember(name.logId, { note: last.note, before: remembered, clock })
    if (last.isBeside) await confirmCheckpoint(folder, clock.now())
    else await writeCheckpoint(folder, last.note, clock.now())
    return { folder, note: last.note, body: last.body, isNew: false }
  }
  const body: CheckpointBody = { origin, size: head.size, root, extensions: [] }
  const note = signNote(formatCheckpointBody(body), [signer])
  // In this order: what has left this function in any way is remembered.
  await memory.remember(name.logId, { note, before: remembered, clock })
  await writeCheckpoint(folder, note, clock.now())
  return { folder, note, body, isNew: true }
}

async function takeTurn({ folder, clock, waitMs = 0, signal }: IssueOptions): Promise<ReleaseLock | null> {
  try {
    return await new KernelLock(join(folder, 'checkpoint')).acquire({ clock, timeoutMs: waitMs, signal })
  } catch (error) {
    if (error instanceof LockError && error.code === 'locked') return null
    throw error
  }
}

/** Up to so many new lines are read here, a few ms in all; more in a thread of their own, so that they hold up nobody. */
const mostAtOnce = 4096

/** The root to sign. That it contradicts what was signed is remembered beside the key. */
async function treeRoot({ memory, thread }: IssueOptions, { logId }: LogName, tree: LogTreeOptions): Promise<Buffer> {
  try {
    const root = await growTree({ ...tree, most: mostAtOnce })
    if (root === null) return await growAside(tree, thread)
    // The log grows slowly: nobody needs it.
    await thread?.rest()
    return root
  } catch (error) {
    if (!(error instanceof CheckpointConflict)) throw error
    const what = `${error.code} ${error.signedSize}\n`
    const isNew = (await memory.conflict(logId)) !== what
    if (isNew) await memory.rememberConflict(logId, what)
    throw new CheckpointConflict(error.code, error.signedSize, isNew)
  }
}

async function growAside(tree: LogTreeOptions, thread: TreeThread | undefined): Promise<Buffer> {
  if (thread !== undefined) return await thread.grow(tree)
  await using own = new TreeThread()
  return await own.grow(tree)
}

interface SignedNote {
  readonly note: string
  readonly body: CheckpointBody
}

interface SignedBefore extends SignedNote {
  /** It stands beside the log, too. */
  readonly isBeside: boolean
  /** The key's own memory has it, too. */
  readonly isRemembered: boolean
  /** What the log must go on from, the smallest first. */
  readonly trees: readonly CheckpointBody[]
}

/**
 * The newest checkpoint of this log that this key has signed, as its memory or as the log's own folder has it. Where the one
 * in the folder is newer, or another one, the key's memory is an old one, or the key is used elsewhere too: then the log must
 * go on from both.
 */
function lastSigned(
  memory: string | null,
  latest: string | null,
  signer: NoteSigner,
  origin: string,
): SignedBefore | null {
  const remembered = read(memory, signer, origin)
  const beside = read(latest, signer, origin)
  if (beside === null || (remembered !== null && remembered.body.size > beside.body.size)) {
    return remembered && { ...remembered, isBeside: false, isRemembered: true, trees: [remembered.body] }
  }
  const isRemembered = remembered?.body.size === beside.body.size && remembered.body.root.equals(beside.body.root)
  const trees = remembered === null || isRemembered ? [beside.body] : [remembered.body, beside.body]
  return { ...beside, isBeside: true, isRemembered, trees }
}

function read(note: string | null, signer: NoteSigner, origin: string): SignedNote | null {
  if (note === null) return null
  try {
    const body = parseCheckpointBody(openNote(note, [noteVerifier(signer.vkey)]).text)
    return body.origin === origin ? { note, body } : null
  } catch (error) {
    // Damaged, or another key's: it says nothing of what this key has signed.
    if (error instanceof NoteError) return null
    throw error
  }
}

/**
 * A process that was killed between its write and its sync leaves lines that only the system's memory has. They must be on
 * disk before they are signed, or a power cut makes the log shorter than its checkpoint.
 */
async function syncLog(folder: string): Promise<void> {
  // The one before the last, too: it may have been left just before the log went on in the last.
  for (const path of (await listSegments(folder)).slice(-2)) {
    await using file = await openRegular(path, constants.O_RDWR)
    await file.datasync()
  }
  // Its name, too, where it was killed just after making it.
  await syncFolder(folder)
}
