import { z } from 'zod'
import type { Wanted } from './wanted.ts'

export const operationKind = z.enum([
  'stream_start',
  'stream_stop',
  'stream_test',
  'stream_resume',
  'recording_start',
  'recording_stop',
  'srt_output_start',
  'srt_output_stop',
  'function_call',
  'standby_set',
  'standby_switch',
  'destination_switch',
])
export type OperationKind = z.infer<typeof operationKind>

export const destinationRecord = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  key_fingerprint: z.string(),
  /** A second address, for when the first one fails. */
  backup: z.object({ url: z.string(), key_fingerprint: z.string() }).exactOptional(),
})
export type RecordedDestination = Readonly<z.infer<typeof destinationRecord>>

/** One channel as the log has it. */
export interface ChannelRecord {
  /** Whether vMix's channel was on at the last word of it; null: the log never said. */
  readonly on: boolean | null
  /** ISO time since when; null when it began before anybody looked. */
  readonly since: string | null
  /** By which way it was started; null when somebody else started it. */
  readonly via: 'direct' | 'gateway' | null
  readonly destinations: readonly RecordedDestination[]
}

/** vMix's own recorder as the log has it. */
export interface RecordingRecord {
  readonly on: boolean | null
  readonly since: string | null
}

/**
 * What else of vMix is switched, on or off at the last word of it: `multicorder`, `external`, and `srt 1` … for the outputs that
 * send by SRT.
 */
type OutputRecord = readonly [output: string, on: boolean]

/** An intent without an outcome. */
export interface UnfinishedOperation {
  readonly operationId: string
  readonly kind: OperationKind
  readonly channel: number | null
  /** Of vMix's output whose SRT it switches, from 1; null for all else. */
  readonly output: number | null
  readonly requestedAt: string
}

/** Where a stream went when it was on last; what vMix shows since then changes nothing of it. */
export interface ShowRecord {
  readonly via: 'direct' | 'gateway'
  readonly destinations: readonly RecordedDestination[]
  /** It went off while vMix did not answer, or while nobody watched: not by a hand that was seen. */
  readonly unseen: boolean
  /** Its address or key has been set by a function since: where vMix sends it when it is started is not known. */
  readonly repointed?: true
}

/** vMix's recorder when it was on last. `unseen`: off since vMix did not answer, or nobody watched. */
export type RecorderShow = 'on' | 'unseen' | 'off'

/** All that a ledger knows. */
export interface LedgerState {
  readonly channels: readonly (readonly [channel: number, ChannelRecord])[]
  /** The last number of each gateway journal. */
  readonly gatewayEvents: readonly (readonly [journal: string, seq: number])[]
  readonly recording: RecordingRecord
  readonly outputs: readonly OutputRecord[]
  /** Oldest first. */
  readonly unfinished: readonly UnfinishedOperation[]
  /** Which channels should be on; absent in a state of an earlier version, which knew nothing of it. */
  readonly wanted?: readonly (readonly [channel: number, Wanted])[]
  /** Absent in a state of an earlier version. */
  readonly shows?: readonly (readonly [channel: number, ShowRecord])[]
  readonly recorder?: RecorderShow
}
