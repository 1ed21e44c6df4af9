import { backoffDelay, type Clock } from '../../clock/index.ts'
import type { WitnessEvent, WitnessHead } from '../entry.ts'
import { NoteError, type NoteSigner, openSigner } from '../note/index.ts'
import { WitnessError } from '../errors.ts'
import { CheckpointConflict } from './errors.ts'
import { issueCheckpoint, type IssuedCheckpoint } from './issue.ts'
import { SignedMemory } from './signed-memory.ts'
import { TreeThread } from './tree-thread.ts'

/** How a log's checkpoints are made. */
export interface CheckpointOptions {
  /** Folder of the key that signs, one for an installation; the key is made at the first use. */
  readonly signerFolder: string
  /** After so many new entries; 1,000. */
  readonly everyEntries?: number
  /** After so long, also when nothing new came: the log is looked at, and the checkpoint confirmed; 60,000 ms. */
  readonly everyMs?: number
  /** Never more often than this, however fast the log grows; 1,000 ms. */
  readonly leastMs?: number
  /** How long the last one, at the close, may take; 1,000 ms. */
  readonly closeMs?: number
  /** Told of each one when it is on disk, and of each that was confirmed. Must not throw; is not waited for. */
  readonly onIssued?: (checkpoint: IssuedCheckpoint) => void
}

/** How it stands with the checkpoints that this process makes. */
export interface CheckpointStatus {
  /** Entries of the newest one; null before the first. */
  readonly size: number | null
  /** When it was made or confirmed, ms since 1970. */
  readonly at: number | null
  /** How many this process has signed. */
  readonly signed: number
  /** How often it could not, and why the last time; null again when it could. */
  readonly failures: number
  readonly failure: { readonly code: string; readonly message: string } | null
  /** The log contradicts what was signed before: nothing more is signed. */
  readonly refused: boolean
  /** Why the public key could not be written beside the private one; null when it is there. It signs all the same. */
  readonly unpublished: { readonly code: string; readonly message: string } | null
}

/** What the checkpointer needs of the log. */
export interface CheckpointedLog {
  readonly folder: string
  /** Where it ended when this process last looked or wrote: all of that is on disk. */
  head(): WitnessHead
  /** Looks where it ends now, which takes the log's lock. */
  look(): Promise<WitnessHead>
  /** Records an event in it. */
  record(event: WitnessEvent): Promise<void>
}

const defaults = { everyEntries: 1000, everyMs: 60_000, leastMs: 1000, closeMs: 1000 }
/** A log that was refused is looked at again this seldom: all of it must be read for that. */
const refusedMs = 3_600_000

/**
 * Makes checkpoints beside the writer, one after the other. It never holds up an append: it reads what is on disk already,
 * in pieces. What fails is counted, shown and tried again.
 */
export class Checkpointer {
  readonly #log: CheckpointedLog
  readonly #options: CheckpointOptions & typeof defaults
  readonly #clock: Clock
  readonly #memory: SignedMemory
  readonly #thread = new TreeThread()
  readonly #closed = new AbortController()
  #wake = new AbortController()
  #running: Promise<void> | null = null
  /** Size of the log as this process has written it. */
  #written = 0
  /** The same when a checkpoint was last tried. */
  #tried = 0
  #attempt = 0
  #status: CheckpointStatus = {
    size: null,
    at: null,
    signed: 0,
    failures: 0,
    failure: null,
    refused: false,
    unpublished: null,
  }

  constructor(log: CheckpointedLog, options: CheckpointOptions, clock: Clock) {
    this.#log = log
    this.#options = { ...defaults, ...options }
    this.#clock = clock
    this.#memory = new SignedMemory(options.signerFolder)
  }

  get status(): CheckpointStatus {
    return this.#status
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Entries are on disk now, `size` in all. */
  grown(size: number): void {
    this.#written = size
    const isDue = size - this.#tried >= this.#options.everyEntries
    if (isDue && !this.#wake.signal.aborted) this.#wake.abort()
  }

  /** Makes one at once, or confirms the newest. How that went is in the status. */
  async now(): Promise<CheckpointStatus> {
    await this.#issue(this.#closed.signal, this.#options.closeMs)
    return this.#status
  }

  /**
   * Nothing more after this. Takes `closeMs` at most.
   *
   * @param withLast whether to make a last one, if this process has written anything since
   */
  async close(withLast: boolean): Promise<void> {
    this.#closed.abort()
    if (withLast) await this.#last()
    await this.#thread.rest()
  }

  async #last(): Promise<void> {
    const over = new AbortController()
    const limit = this.#clock.sleep(this.#options.closeMs, over.signal).then(
      () => over.abort(),
      () => undefined,
    )
    await Promise.race([limit, this.#finish(over.signal)])
    over.abort()
  }

  async #finish(signal: AbortSignal): Promise<void> {
    await this.#running
    const isBehind = this.#written > (this.#status.size ?? 0)
    if (isBehind && !this.#status.refused && !signal.aborted) await this.#issue(signal, this.#options.closeMs)
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed
    try {
      for (;;) {
        await this.#due(signal)
        await this.#issue(signal)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  /** Waits until the next one is due: so many entries, or so long, after the last. */
  async #due(signal: AbortSignal): Promise<void> {
    const { everyEntries, everyMs } = this.#options
    const pauseMs = this.#pauseMs()
    await this.#clock.sleep(pauseMs, signal, { background: true })
    const isDue = this.#attempt > 0 || this.#written - this.#tried >= everyEntries || pauseMs >= everyMs
    if (isDue) return
    this.#wake = new AbortController()
    const due = AbortSignal.any([signal, this.#wake.signal])
    await this.#clock.sleep(everyMs - pauseMs, due, { background: true }).catch(() => undefined)
    signal.throwIfAborted()
  }

  /** How long there is none, however much is written. */
  #pauseMs(): number {
    const { everyMs, leastMs } = this.#options
    if (this.#status.refused) return refusedMs
    if (this.#attempt === 0) return Math.min(leastMs, everyMs)
    return backoffDelay(this.#attempt, { baseMs: leastMs, capMs: everyMs }, Math.random())
  }

  /** @param waitMs how long to wait for another process that is at it */
  async #issue(signal: AbortSignal, waitMs = 0): Promise<void> {
    const { signerFolder, onIssued } = this.#options
    // What this process wrote itself it need not look for: the lock is the writers'.
    const hasGrown = this.#written > this.#tried
    this.#tried = this.#written
    try {
      const issued = await issueCheckpoint({
        folder: this.#log.folder,
        signer: await this.#signer(signerFolder),
        memory: this.#memory,
        thread: this.#thread,
        look: async (signedSize) => {
          const head = this.#log.head()
          // Another process may have written, and signed, more since.
          return hasGrown && head.size >= signedSize ? head : await this.#log.look()
        },
        clock: this.#clock,
        waitMs,
        signal,
      })
      this.#attempt = 0
      if (issued === null) return
      const signed = this.#status.signed + Number(issued.isNew)
      const { size } = issued.body
      this.#status = { ...this.#status, size, at: this.#clock.now(), signed, failure: null, refused: false }
      onIssued?.(issued)
    } catch (error) {
      if (!signal.aborted) await this.#failed(error)
    }
  }

  async #signer(folder: string): Promise<NoteSigner> {
    let unpublished: CheckpointStatus['unpublished'] = null
    const onUnpublished = (why: WitnessError): void => void (unpublished = describe(why))
    const signer = await openSigner({ folder, clock: this.#clock, onUnpublished })
    this.#status = { ...this.#status, unpublished }
    return signer
  }

  async #failed(cause: unknown): Promise<void> {
    this.#attempt++
    const failures = this.#status.failures + 1
    this.#status = { ...this.#status, failures, failure: describe(cause) }
    if (!(cause instanceof CheckpointConflict)) return
    this.#status = { ...this.#status, refused: true }
    if (!cause.isNew) return
    const params = { reason: cause.code, signed_size: cause.signedSize }
    // A log that cannot be written to either has said so already.
    await this.#log.record({ eventType: 'checkpoint_refused', params }).catch(() => undefined)
  }
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CheckpointConflict || error instanceof NoteError || error instanceof WitnessError) {
    return { code: error.code, message: error.message }
  }
  return { code: 'disk_error', message: error instanceof Error ? error.message : String(error) }
}
