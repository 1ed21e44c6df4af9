import { randomUUID } from 'node:crypto'
import type { BatchItem } from './batch.ts'
import { formatVersion } from './log-identity.ts'
import type { WitnessEvent } from './entry.ts'
import type { PreparedEvent } from './prepare.ts'
import type { LogIdentity } from './store.ts'
import type { TornTail } from './tail.ts'

/** What the log records about itself: that it was opened, and that something torn was cut off. */
export class OwnEvents {
  readonly #prepare: (event: WitnessEvent) => PreparedEvent
  readonly #opened: WitnessEvent
  /** The id of the log that this process would begin. */
  readonly #freshId = randomUUID()
  #cuts = 0
  #cutBytes = 0
  #lastCut: TornTail | null = null

  constructor(options: {
    readonly prepare: (event: WitnessEvent) => PreparedEvent
    readonly instance: string
    readonly host: string
    readonly port: number
  }) {
    this.#prepare = options.prepare
    const { instance, host, port } = options
    this.#opened = { eventType: 'log_opened', params: { format: formatVersion, host, instance, port } }
  }

  /** The log's id. */
  logId(identity: LogIdentity | null): string {
    return identity?.logId ?? this.#freshId
  }

  noteCut(cut: TornTail): void {
    this.#cuts++
    this.#cutBytes += cut.bytes
    this.#lastCut = cut
  }

  /** What must come before anything else in the next batch. */
  items(identity: LogIdentity | null): BatchItem[] {
    const items: BatchItem[] = []
    if (identity === null) items.push({ event: this.#prepare(this.#opened), late: false })
    if (this.#lastCut !== null) {
      const params = {
        bytes_cut: this.#cutBytes,
        cuts: this.#cuts,
        last_cut_bytes: this.#lastCut.bytes,
        last_cut_sha256: this.#lastCut.sha256,
      }
      items.push({ event: this.#prepare({ eventType: 'log_recovered', params }), late: false })
    }
    return items
  }

  /** These are on disk now. */
  recorded(items: readonly BatchItem[]): void {
    if (!items.some(({ event }) => event.eventType === 'log_recovered')) return
    this.#cuts = 0
    this.#cutBytes = 0
    this.#lastCut = null
  }
}
