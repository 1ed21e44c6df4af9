import type { Clock } from '../clock/index.ts'
import type { Secret } from '../secrets/index.ts'

export interface MediaFaults {
  readonly stall: boolean
  readonly thinToFps: number | null
  readonly gapPercent: number
  readonly diesAfterMs: number | null
}

export interface StreamSender {
  readonly state: 'connecting' | 'sending' | 'retrying' | 'stopped' | 'failed'
  readonly framesSent: number
  readonly lastError: string | null
  stop(): Promise<void>
}

export interface SenderOptions {
  readonly url: string
  readonly key: Secret
  readonly clock: Clock
  readonly faults: () => MediaFaults
  /** It ended by itself: died, or gave up. */
  readonly onEnded: (why: string) => void
  readonly retryForMs?: number
}

export interface FileRecording {
  readonly path: string
  readonly startedAtMs: number
  stop(): Promise<void>
}

/** What makes the simulator's picture: the real one publishes by RTMP and writes MP4 files. */
export interface SimulatedMedia {
  startSender(options: SenderOptions): StreamSender
  startFileRecording(options: { readonly path: string; readonly clock: Clock }): Promise<FileRecording>
}
