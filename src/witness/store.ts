import type { BuiltLine } from './chain.ts'
import type { WitnessHead } from './entry.ts'
import type { TornTail } from './tail.ts'

/** What a log says of itself in its first entry. */
export interface LogIdentity {
  readonly logId: string
  /** The address that its genesis is made of. */
  readonly host: string
  readonly port: number
}

/** Someone else appended first: the head that is there now. Nothing was written. */
export interface AppendConflict {
  readonly conflict: WitnessHead
}

/** One writer's turn at the log. In files nobody else can append meanwhile; a replicated log may answer `conflict`. */
export interface StoreTurn extends Disposable {
  readonly head: WitnessHead
  /** Null while the log has no entry yet. */
  readonly identity: LogIdentity | null
  /** What an interrupted write had left, and was cut off at the beginning of this turn. */
  readonly recovered: TornTail | null
  /**
   * Compare and append: the lines must continue `expected`. Resolves when they are on disk. Rejects with a `WitnessError`
   * (`disk_full`, `disk_error`) after cutting off what was written; `cut` then tells how much that was.
   */
  append(
    expected: WitnessHead,
    lines: readonly BuiltLine[],
    options: AppendOptions,
  ): Promise<WitnessHead | AppendConflict>
}

export interface AppendOptions {
  /** See `LogFile.write`. */
  readonly mayBlock: boolean
  /** Called when a failed write had left bytes, which were cut off again. */
  readonly onCut: (cut: TornTail) => void
}

/** Where a log's lines are kept: compare-and-append. */
export interface WitnessStore {
  /** The head when this process last looked. */
  readonly head: WitnessHead
  readonly identity: LogIdentity | null
  /** Waits for a turn. Rejects with a `WitnessError`, or the signal's reason. */
  turn(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<StoreTurn>
  close(): Promise<void>
}
