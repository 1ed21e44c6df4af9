import type { Clock } from '../clock/index.ts'
import type { CheckpointOptions, CheckpointStatus } from './checkpoint/index.ts'
import type { PublishOptions, PublishStatus } from './cosign/index.ts'
import type { WitnessEntry, WitnessEvent, WitnessHead } from './entry.ts'
import type { WitnessError } from './errors.ts'
import type { RotationOptions } from './rotation.ts'

/** Which log, and who writes. */
export interface WitnessOptions {
  /** The instance's own folder, `<data>/witness/<instance>`; made when it is not there. On a local disk. */
  readonly folder: string
  /** The instance's name; written into the log's first entry. */
  readonly instance: string
  /** The vMix's address as first configured: a new log's genesis is made of it. A log that exists keeps its own. */
  readonly host: string
  readonly port: number
  /** Who operates, where an event does not say: `cli:anna`. */
  readonly actor: string
  /** This process, as the log names it; made of machine and process number when absent. */
  readonly writer?: string
  /** Default: the system's. */
  readonly clock?: Clock
  /** Applied to every text of every event before it is written; see `createRedactor` of src/secrets. */
  readonly redact?: (text: string) => string
  /**
   * What to do when the log cannot be opened (full disk, no permission, broken log): `throw` (default), or `continue`
   * with a witness that refuses ordinary entries, answers urgent ones `witnessed: false`, and tries again by itself.
   */
  readonly whenUnavailable?: 'throw' | 'continue'
  /**
   * What to do with a folder that other machines share (NFS, SMB, …; see docs/witness.md): `refuse` (default), or `allow`,
   * where the caller sees to it that only one machine writes.
   */
  readonly sharedFolder?: 'refuse' | 'allow'
  /** When the log goes on in a new segment (`000002.jsonl`, …): at 64 MiB unless told. */
  readonly rotation?: RotationOptions
  /** Signed checkpoints, made beside the writing; none unless told. */
  readonly checkpoints?: CheckpointOptions | false
  /** Who gets them: witnesses that cosign, folders elsewhere, webhooks; nobody unless told. */
  readonly publish?: PublishOptions
  readonly limits?: Partial<WitnessLimits>
  /**
   * Whether a write may be done at once, without a thread, while the disk is quick: true unless told, and a fifth faster
   * where appending is all there is to do. A disk that begins to hang then holds up the whole process; false where others
   * depend on that.
   */
  readonly mayBlock?: boolean
}

/** The same with everything that must be there. */
export type WitnessSettings = WitnessOptions & { readonly clock: Clock }

/** Bounds, all in milliseconds. */
export interface WitnessLimits {
  /** How long an ordinary entry may take to reach the disk; 10,000. */
  readonly appendMs: number
  /** How long an urgent one may; 1,000. */
  readonly urgentMs: number
  /** How long to wait for the other processes that share the log; 5,000. */
  readonly lockMs: number
}

/** How an urgent entry ended: on disk, or not, and why. */
export type UrgentResult =
  | { readonly witnessed: true; readonly entry: WitnessEntry }
  | { readonly witnessed: false; readonly why: WitnessError }

/** Which entries to read. */
export interface EntryFilter {
  readonly eventType?: string
  readonly operationId?: string
  /** Sequence of the first one wanted. */
  readonly from?: number
  readonly signal?: AbortSignal
}

/** The tamper-evident log of one vMix: append and read. Closes itself with `await using`. */
export interface Witness extends AsyncDisposable {
  readonly folder: string
  /**
   * Records an event; resolves when it is on disk. Entries that come together are written together, in the order of the
   * calls. Rejects with a {@link WitnessError}, or with the signal's reason; after a rejection with `timeout` or by the
   * signal the entry may still appear in the log.
   */
  append(event: WitnessEvent, options?: { readonly signal?: AbortSignal }): Promise<WitnessEntry>
  /**
   * For stops, which never wait: never throws, answers within `urgentMs`, may use the reserve that the log keeps. What
   * could not be written is kept in memory, and recorded as late, after a `witness_gap`, when the disk is back.
   */
  appendUrgent(event: WitnessEvent): Promise<UrgentResult>
  /** Entries in order, read as they are asked for, up to the end at the time of the call. */
  entries(filter?: EntryFilter): AsyncIterable<WitnessEntry>
  /**
   * The newest entry of a type, looked for from the end backwards, so that a long log costs no more than a short one; null
   * when there is none in the last 32 MiB. {@link Witness.entries} from there on is quick, too.
   */
  newest(eventType: string): Promise<WitnessEntry | null>
  /** Where the log ended when this process last looked. */
  head(): WitnessHead
  /** Something that it was given is not on the disk, and will be named as a gap when the disk is back. */
  readonly isBehind: boolean
  /** Looks again: what other processes appended is then in {@link Witness.head}. */
  refresh(): Promise<WitnessHead>
  /** How it stands with the signed checkpoints that this process makes; null where it makes none. */
  checkpoints(): CheckpointStatus | null
  /** Makes a checkpoint now, if the log has grown since the newest; the answer says how that went. Never throws. */
  checkpointNow(): Promise<CheckpointStatus | null>
  /** How it stands with those who get them; null where nobody does. */
  published(): PublishStatus | null
  /** Intents (`operation_requested`) without any later entry of the same operation, oldest first. */
  unfinished(): Promise<WitnessEntry[]>
}
