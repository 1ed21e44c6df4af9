import type { HealthStatus } from '../../health/index.ts'

/** What the demo ends with; `--json` prints exactly this. `null`: that part was not reached. */
export interface DemoReport {
  /** Every part of it worked. */
  readonly success: boolean
  readonly destinations: readonly DemoDestinationReport[]
  /** The verdict at the end of the show. */
  readonly health: HealthStatus
  readonly outage: {
    /** From the receiver's end to the alarm in the show log. */
    readonly detectedMs: number | null
    /** From the receiver's return until it was live again. */
    readonly recoveredMs: number | null
    /** Frames missing at the two other destinations, over the whole show. */
    readonly framesLostElsewhere: number
  }
  readonly recording: {
    readonly file: string | null
    readonly format: string | null
    readonly durationSeconds: number | null
    readonly frames: number | null
  }
  readonly witness: {
    readonly file: string
    readonly entries: number
    /** Verified against the size and head that were read just before. */
    readonly valid: boolean
    /** 0-based place of the entry at which the changed copy is broken. */
    readonly tamperFoundAt: number | null
  }
}

/** One receiver: what arrived there, counted by the numbers in the frames. */
interface DemoDestinationReport {
  readonly name: string
  /** Before the show was stopped. */
  readonly state: string
  readonly framesReceived: number
  readonly fps: number | null
  readonly bitrateKbps: number | null
  readonly framesLost: number
}
