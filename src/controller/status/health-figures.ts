import type { OutputStatus } from '../../gateway/index.ts'
import type { HealthStatus } from '../../health/index.ts'

/** How healthy the streams are, by what was measured; `null` is "not measured", never zero. */
export interface StreamHealth extends HealthFigures {
  readonly healthStatus: HealthStatus
  /** `gateway`: measured from the packets. `none`: vMix reports no figures, and nothing else was there to measure. */
  readonly source: 'gateway' | 'none'
  readonly reasons: readonly HealthReasonText[]
  readonly channels: readonly ChannelHealth[]
  /** ISO 8601. */
  readonly timestamp: string
}

/** What was measured at the gateway; null is not measured, never zero. */
export interface HealthFigures {
  readonly fps: number | null
  readonly bitrateKbps: number | null
  /** Frames missing since the stream began. What is judged is the last minute. */
  readonly droppedFrames: number | null
  readonly droppedLastMinute: number | null
  readonly uptimeSeconds: number | null
  /** `HH:MM:SS`. */
  readonly uptime: string | null
  readonly keyFrameIntervalMs: number | null
  /** How old the figures are, ms. */
  readonly ageMs: number | null
}

/** Why a verdict is what it is: a code for programs, two sentences for people. */
export interface HealthReasonText {
  readonly code: string
  readonly status: 'warning' | 'critical' | 'unknown'
  /** What is. */
  readonly message: string
  /** What to do. */
  readonly action: string
}

/** One of vMix's streams: its own figures, as they arrive at the gateway, and those of each destination. */
export interface ChannelHealth extends HealthFigures {
  /** 0-based. */
  readonly channel: number
  readonly healthStatus: HealthStatus
  readonly source: 'gateway' | 'none'
  readonly reasons: readonly HealthReasonText[]
  readonly destinations: readonly DestinationHealth[]
}

/** One destination or recording of a stream: figures of what went out to it. */
export interface DestinationHealth extends HealthFigures {
  readonly destinationId: string
  readonly name: string
  readonly kind: 'rtmp' | 'srt' | 'file'
  readonly state: OutputStatus['state']
  readonly why: string | null
  readonly healthStatus: HealthStatus
  readonly reasons: readonly HealthReasonText[]
}
