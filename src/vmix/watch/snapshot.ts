import type { VMixState } from '../state.ts'

/** The last state that was read, and how old it is. */
export interface VMixSnapshot {
  readonly state: VMixState
  /** The document as vMix sent it. */
  readonly xml: string
  /** When vMix was asked for it; wall clock, ms since 1970. */
  readonly readAtMs: number
  /** Since vMix was asked for it, by a clock that does not jump: the state is not older than this. */
  readonly ageMs: number
  /** False: it is what was true `ageMs` ago; what vMix does now is not known. */
  readonly connected: boolean
}

/** How long to wait. */
export interface WaitForOptions {
  readonly signal?: AbortSignal | undefined
  /** ms; 5000 unless given. */
  readonly timeoutMs?: number
}
