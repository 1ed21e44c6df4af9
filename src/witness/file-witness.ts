import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { genesisHash } from './chain.ts'
import { Checkpointer, type CheckpointOptions, type CheckpointStatus } from './checkpoint/index.ts'
import { Committer } from './committer.ts'
import { CheckpointPublisher, type PublishStatus } from './cosign/index.ts'
import type { WitnessEntry, WitnessEvent, WitnessHead } from './entry.ts'
import { asDiskError, WitnessError } from './errors.ts'
import { FileStore } from './file-store.ts'
import { GapKeeper } from './gap-keeper.ts'
import { GapMark } from './gap-mark.ts'
import { IsoTimes } from './iso-times.ts'
import { LogReader } from './log-reader.ts'
import { OwnEvents } from './own-events.ts'
import { Pending } from './pending.ts'
import { type PreparedEvent, prepareEvent } from './prepare.ts'
import { Reserve } from './reserve.ts'
import { Rotation } from './rotation.ts'
import type { EntryFilter, UrgentResult, Witness, WitnessLimits, WitnessSettings } from './witness.ts'

/** A log in a folder; see `openWitness`. */
export class FileWitness implements Witness {
  readonly folder: string
  readonly #options: WitnessSettings
  readonly #limits: WitnessLimits
  readonly #store: FileStore
  readonly #reserve: Reserve
  readonly #gap: GapKeeper
  readonly #committer: Committer
  readonly #reader: LogReader
  readonly #checkpointer: Checkpointer | null
  readonly #publisher: CheckpointPublisher | null
  readonly #times = new IsoTimes()
  #closing: Promise<void> | null = null

  constructor(options: WitnessSettings) {
    const { folder, clock, instance, host, port } = options
    const prepare = (event: WitnessEvent): PreparedEvent => this.#prepare(event)
    this.folder = folder
    this.#options = options
    this.#limits = { appendMs: 10_000, urgentMs: 1000, lockMs: 5000, ...options.limits }
    this.#store = new FileStore({
      folder,
      genesis: genesisHash(host, port),
      rotation: new Rotation(options.rotation),
      allowShared: options.sharedFolder === 'allow',
      clock,
    })
    this.#reserve = new Reserve(folder, () => clock.monotonic())
    this.#gap = new GapKeeper({
      mark: new GapMark(folder),
      clock,
      describe: (gap) => prepare({ eventType: 'witness_gap', params: gap.describe() }),
      tryAgain: () => this.#committer.kick(),
    })
    this.#committer = new Committer({
      store: this.#store,
      reserve: this.#reserve,
      gap: this.#gap,
      own: new OwnEvents({ prepare, instance, host, port }),
      clock,
      lockMs: this.#limits.lockMs,
      writer: options.writer ?? `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
      mayBlock: options.mayBlock ?? true,
      onWritten: (size) => this.#checkpointer?.grown(size),
    })
    this.#reader = new LogReader(folder, this.#store, (cut) => this.#committer.noteCut(cut))
    const { checkpoints = false, publish } = options
    const log = {
      folder,
      head: () => this.#store.head,
      look: () => this.#reader.look(),
      record: async (event: WitnessEvent) => void (await this.append(event)),
    }
    this.#publisher = publish === undefined ? null : new CheckpointPublisher(log, publish, clock)
    this.#checkpointer = checkpoints === false ? null : new Checkpointer(log, this.#andPublish(checkpoints), clock)
  }

  async open(): Promise<void> {
    this.#checkpointer?.start()
    try {
      await this.#committer.open()
      await this.#gap.takeUpMark()
    } catch (error) {
      throw asDiskError(error, 'open', this.folder)
    }
    // Best done now, while there is room. Where there is none the log still opens: stops may need it.
    await this.#reserve.ensure().catch(() => undefined)
    this.#publisher?.start()
    if (!this.#gap.isEmpty) {
      this.#committer.kick()
      await this.#committer.idle()
    }
  }

  append(event: WitnessEvent, options: { readonly signal?: AbortSignal } = {}): Promise<WitnessEntry> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      if (this.#closing !== null) throw closed()
      const onAbort = (): void => pending.reject(signal?.reason)
      const pending = this.#pending(event, false, {
        done: (entry) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(entry)
        },
        failed: (error) => {
          signal?.removeEventListener('abort', onAbort)
          reject(error)
        },
      })
      this.#committer.submit(pending)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  async appendUrgent(event: WitnessEvent): Promise<UrgentResult> {
    try {
      return { witnessed: true, entry: await this.#appendWithin(event) }
    } catch (error) {
      return { witnessed: false, why: asDiskError(error, 'write', 'the show log') }
    }
  }

  entries(filter: EntryFilter = {}): AsyncGenerator<WitnessEntry> {
    return this.#reader.entries(filter)
  }

  newest(eventType: string): Promise<WitnessEntry | null> {
    return this.#reader.newest(eventType)
  }

  head(): WitnessHead {
    return this.#store.head
  }

  get isBehind(): boolean {
    return !this.#gap.isEmpty
  }

  refresh(): Promise<WitnessHead> {
    return this.#reader.look(this.#limits.lockMs)
  }

  checkpoints(): CheckpointStatus | null {
    return this.#checkpointer?.status ?? null
  }

  published(): PublishStatus | null {
    return this.#publisher?.status ?? null
  }

  async checkpointNow(): Promise<CheckpointStatus | null> {
    return (await this.#checkpointer?.now()) ?? null
  }

  unfinished(): Promise<WitnessEntry[]> {
    return this.#reader.unfinished()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** A disk that hangs must not hang the close as well: what is still being written then is left to the system. */
  async #close(): Promise<void> {
    const { clock } = this.#options
    const done = new AbortController()
    const limit = clock.sleep(this.#limits.urgentMs, done.signal).then(
      () => false,
      () => false,
    )
    if (!this.#gap.isEmpty) this.#committer.kick()
    const drained = await Promise.race([this.#finish(), limit])
    done.abort()
    this.#committer.queue.close()
    this.#gap.close()
    await this.#checkpointer?.close(drained)
    await this.#publisher?.close()
    if (drained) await this.#store.close()
  }

  async #finish(): Promise<boolean> {
    await this.#committer.drain()
    await this.#gap.marked
    return true
  }

  async #appendWithin(event: WitnessEvent): Promise<WitnessEntry> {
    if (this.#closing !== null) throw closed()
    const { urgentMs } = this.#limits
    const { clock } = this.#options
    const inTime = new AbortController()
    try {
      return await new Promise((resolve, reject) => {
        const pending = this.#pending(event, true, {
          done: resolve,
          failed: reject,
        })
        this.#committer.submit(pending)
        const late = (): void => {
          const why = new WitnessError('timeout', `The disk did not take the log entry within ${urgentMs} ms.`)
          if (this.#committer.queue.withdraw(pending)) this.#gap.add(pending, why.code)
          pending.reject(why)
        }
        clock.sleep(urgentMs, inTime.signal).then(late, () => undefined)
      })
    } finally {
      inTime.abort()
    }
  }

  #pending(
    event: WitnessEvent,
    urgent: boolean,
    answer: Pick<ConstructorParameters<typeof Pending>[0], 'done' | 'failed'>,
  ): Pending {
    const { clock } = this.#options
    const deadline = clock.monotonic() + this.#limits.appendMs
    return new Pending({ event: this.#prepare(event), urgent, atMs: clock.now(), deadline, ...answer })
  }

  #andPublish(checkpoints: CheckpointOptions): CheckpointOptions {
    return {
      ...checkpoints,
      onIssued: (issued) => {
        this.#publisher?.kick()
        checkpoints.onIssued?.(issued)
      },
    }
  }

  #prepare(event: WitnessEvent): PreparedEvent {
    const { actor, clock, redact } = this.#options
    return prepareEvent(event, { actor, redact, timestamp: this.#times.of(clock.now()) })
  }
}

function closed(): WitnessError {
  return new WitnessError('closed', 'The show log was closed. Open it again.')
}
