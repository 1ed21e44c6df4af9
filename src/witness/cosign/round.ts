import { createHash } from 'node:crypto'
import { backoffDelay, type Clock } from '../../clock/index.ts'
import { parseCheckpointBody, readLatestCheckpoint } from '../checkpoint/index.ts'
import { WitnessError } from '../errors.ts'
import { LockError } from '../lock.ts'
import { NoteError, type NoteSignature, parseNote } from '../note/index.ts'
import { keepCosignatures } from './cosigned-file.ts'
import { ProofError } from '../proof/index.ts'
import { CosignError } from './errors.ts'
import type { OutgoingCheckpoint, Receiver } from './receiver.ts'
import type { ReceiverState, SentRecord } from './sent-record.ts'

export interface RoundOptions {
  readonly folder: string
  readonly receivers: readonly Receiver[]
  /** How it stood with them before. */
  readonly before: SentRecord
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Limit for each receiver, ms. */
  readonly timeoutMs: number
  /** Also those whose turn after a failure has not come yet. */
  readonly force?: boolean | undefined
  /** How long a receiver is left alone after a failure, and at most. */
  readonly retry: Retry
}

export interface Retry {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Hands a log's newest checkpoint to everyone who has not got it: first to the witnesses, all at once, then with their
 * cosignatures to the folders and webhooks. What fails at one of them is recorded and not thrown; what fails on this disk is.
 * The caller sees to it that no two rounds of a log go on at once.
 *
 * @returns how it stands with them now
 */
export async function sendRound(options: RoundOptions): Promise<SentRecord> {
  const { folder, receivers, before } = options
  const note = await readLatestCheckpoint(folder)
  if (note === null) return before
  const checkpoint: OutgoingCheckpoint = { folder, note, body: parseCheckpointBody(parseNote(note).text) }
  const witnesses = receivers.filter(({ kind }) => kind === 'witness')
  const asked = await sendAll(witnesses, checkpoint, options)
  const cosigned = await keep(checkpoint, asked.cosignatures, options)
  const others = receivers.filter(({ kind }) => kind !== 'witness')
  const sent = await sendAll(others, { ...checkpoint, note: cosigned }, options)
  return Object.fromEntries([...asked.states, ...sent.states])
}

interface Sent {
  readonly states: readonly (readonly [string, ReceiverState])[]
  readonly cosignatures: readonly NoteSignature[]
}

async function sendAll(
  receivers: readonly Receiver[],
  checkpoint: OutgoingCheckpoint,
  options: RoundOptions,
): Promise<Sent> {
  const cosignatures: NoteSignature[] = []
  const states = await Promise.all(
    receivers.map(async (receiver) => {
      const known = options.before[receiver.id] ?? unknownState(receiver)
      return [receiver.id, await sendOne(receiver, checkpoint, known, options, cosignatures)] as const
    }),
  )
  return { states, cosignatures }
}

async function sendOne(
  receiver: Receiver,
  checkpoint: OutgoingCheckpoint,
  known: ReceiverState,
  options: RoundOptions,
  cosignatures: NoteSignature[],
): Promise<ReceiverState> {
  const { clock, signal, timeoutMs, retry } = options
  const digest = createHash('sha256').update(checkpoint.note).digest('hex')
  const has =
    receiver.kind === 'witness'
      ? receiver.has(checkpoint, clock.now())
      : known.digest === digest && known.failure === null
  if (has || !isDue(known, options)) return known
  const over = new AbortController()
  try {
    const taking = receiver.take(checkpoint, { clock, timeoutMs, signal: AbortSignal.any([signal, over.signal]) })
    const cosignature = await within(taking, receiver.name, options, over.signal)
    if (cosignature !== null) cosignatures.push(cosignature)
    const { size } = checkpoint.body
    return { ...known, size, at: clock.now(), digest, failures: 0, failure: null, disputeRecorded: false, notBefore: 0 }
  } catch (error) {
    // Ended because this process ends: that says nothing of the receiver.
    if (signal.aborted) return known
    const failures = known.failures + 1
    const notBefore = clock.now() + backoffDelay(failures, retry, Math.random())
    return { ...known, failures, failure: describe(error), notBefore }
  } finally {
    over.abort()
  }
}

/** A disk elsewhere may hang for longer than anyone waits; what it still does then is left to it. */
async function within<T>(work: Promise<T>, who: string, options: RoundOptions, over: AbortSignal): Promise<T> {
  const { clock, timeoutMs, signal } = options
  // A witness may be asked three times, each within the limit.
  const limitMs = 4 * timeoutMs
  const late = clock.sleep(limitMs, AbortSignal.any([signal, over])).then(() => {
    throw new CosignError('timeout', `${who} did not take the checkpoint within ${limitMs} ms.`)
  })
  work.catch(() => undefined)
  late.catch(() => undefined)
  return await Promise.race([work, late])
}

async function keep(
  checkpoint: OutgoingCheckpoint,
  cosignatures: readonly NoteSignature[],
  { clock, signal }: RoundOptions,
): Promise<string> {
  if (cosignatures.length === 0) return checkpoint.note
  const { folder, note } = checkpoint
  return await keepCosignatures({ folder, checkpoint: parseNote(note), cosignatures, clock, signal })
}

/** A moment farther off than any wait is of a clock that was wrong. */
function isDue({ notBefore }: ReceiverState, { clock, force, retry }: RoundOptions): boolean {
  const now = clock.now()
  return force === true || now >= notBefore || notBefore > now + retry.capMs
}

function unknownState({ kind, name }: Receiver): ReceiverState {
  return {
    kind,
    name,
    size: null,
    at: null,
    digest: null,
    failures: 0,
    failure: null,
    disputeRecorded: false,
    notBefore: 0,
  }
}

/** An error's code and its sentence, for people. */
export function describe(error: unknown): { readonly code: string; readonly message: string } {
  const known =
    error instanceof CosignError ||
    error instanceof ProofError ||
    error instanceof NoteError ||
    error instanceof WitnessError ||
    error instanceof LockError
  if (known) return { code: error.code, message: error.message }
  return { code: 'disk_error', message: error instanceof Error ? error.message : String(error) }
}
