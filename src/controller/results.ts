import type { StandbyState } from './standby/standby-state.ts'

/**
 * Why an operation did not do what was asked:
 * - `validation_error`: what was asked cannot be right; nothing was sent.
 * - `connection_error`: vMix or the gateway cannot be reached.
 * - `configuration_error`: our own settings or this machine make it impossible (no room for the log, a folder missing).
 * - `api_error`: vMix, or the gateway, answered that it will not.
 * - `not_confirmed`: it was sent and did not show within the wait; `leftOn` says what was left on.
 * - `unsupported`: not possible with vMix, or not there yet; the message names what works instead.
 * - `channel_busy`: another start or change is under way on this channel, or it is live with something else.
 * - `show_locked`: the show lock is on, and this would end something; confirmed, it is done.
 * - `timeout`: the operation's own deadline passed.
 * - `aborted`: a stop, or the caller's signal, ended it.
 */
export type OperationError =
  | 'validation_error'
  | 'connection_error'
  | 'configuration_error'
  | 'api_error'
  | 'not_confirmed'
  | 'unsupported'
  | 'channel_busy'
  | 'show_locked'
  | 'timeout'
  | 'aborted'

/**
 * How far a success was confirmed:
 * - `accepted`: vMix took the command; there is nothing to read back.
 * - `vmix_on`: vMix's state shows it on, which vMix also shows while it is still trying to connect.
 * - `media`: frames arrived at the gateway and the destination acknowledged the publish (or the file is being written).
 * - `vmix_off`: vMix's state shows it off.
 */
export type Verification = 'accepted' | 'vmix_on' | 'media' | 'vmix_off'

/** An operation that failed. Nothing is thrown for it: the result says what happened and what to do. */
export interface OperationFailure {
  readonly success: false
  readonly error: OperationError
  /** One or two sentences for a person: what happened, what to do. Holds no secret. */
  readonly message: string
  readonly operationId: string
  /** Whether the log on disk holds it. */
  readonly witnessed: boolean
  /** What this operation may have left on; empty when nothing. */
  readonly leftOn: readonly string[]
}

interface OperationSuccess {
  readonly success: true
  readonly message: string
  readonly operationId: string
  /**
   * Whether the log on disk holds it. False for a stop that went out all the same, because it never waits for the disk, and
   * for what was started and whose outcome the disk did not take in time: that is recorded late.
   */
  readonly witnessed: boolean
}

/** What a destination is called and where it is; never its key. */
export interface DestinationSummary {
  readonly destinationId: string
  readonly name: string
  /** Server URL without key. */
  readonly url: string
  /** Keyed fingerprint of the stream key: the same key, the same fingerprint, on this installation only. */
  readonly keyFingerprint: string
  /** A second address, for when the first one fails. */
  readonly backup?: { readonly url: string; readonly keyFingerprint: string }
}

export interface StreamStarted extends OperationSuccess {
  /** 0-based; "Stream 1" to people is 0. */
  readonly channel: number
  readonly destination: DestinationSummary
  readonly via: 'direct' | 'gateway'
  readonly verification: Verification
  /** It was live already, to this very destination, and nothing was sent. */
  readonly alreadyLive: boolean
  /** It went to a receiver on this machine, and nobody else gets it; absent: it is the show. */
  readonly rehearsal?: true
}
export type StartStreamResult = StreamStarted | OperationFailure

/** A stream that was sent to the gateway and to nobody else, and what was measured; null is not measured, never zero. */
export interface StreamTested extends OperationSuccess {
  readonly channel: number
  /** It was live through the gateway before, and goes on; else it was switched on for this, and is off again. */
  readonly alreadyLive: boolean
  readonly width: number | null
  readonly height: number | null
  readonly fps: number | null
  readonly bitrateKbps: number | null
  readonly keyFrameIntervalMs: number | null
  readonly videoCodec: string | null
  /** Null: it has no sound. */
  readonly audioCodec: string | null
  readonly verification: 'media'
}
export type TestStreamResult = StreamTested | OperationFailure

/** A destination of a stream that was brought back; `unknown`: vMix sends to it, and does not tell. */
export interface ResumedDestination {
  readonly destinationId: string
  readonly name: string
  /** Without key. */
  readonly url: string
  readonly state: 'waiting' | 'connecting' | 'live' | 'retrying' | 'failed' | 'closed' | 'unknown'
  readonly why: string | null
}

/** A stream that is as it was before vMix was away. */
export interface StreamResumed extends OperationSuccess {
  readonly channel: number
  readonly via: 'direct' | 'gateway'
  /** `media`: all that was sent before gets it again. `vmix_on`: vMix shows it on; `destinations` says what is not live yet. */
  readonly verification: Verification
  /** It was on already, and nothing was sent. */
  readonly alreadyLive: boolean
  readonly destinations: readonly ResumedDestination[]
  /** Files into which the gateway records it again: new ones, beside those of before. */
  readonly recordings: readonly string[]
  /** It goes to a receiver on this machine, and nobody else gets it; absent: it is the show. */
  readonly rehearsal?: true
}
export type ResumeStreamResult = StreamResumed | OperationFailure

/** One stream that would be brought back. */
export interface StreamToResume {
  readonly channel: number
  readonly via: 'direct' | 'gateway'
  readonly destinations: readonly { readonly destinationId: string; readonly name: string; readonly url: string }[]
  /** Names of the gateway's recordings that go on with it, each in another file. */
  readonly recordings: readonly string[]
}

/** What would be brought back now, and what would not though the show log wants it on. */
export interface ResumePlan {
  readonly streams: readonly StreamToResume[]
  /** vMix's own recorder. */
  readonly recorder: boolean
  readonly leftAlone: readonly { readonly channel: number; readonly why: string }[]
}

/** What one press brought back: each stream, and vMix's recorder where it ran. */
export interface ResumeShowResult {
  /** All of it succeeded; also where there was nothing to do. */
  readonly success: boolean
  readonly message: string
  readonly operationId: string
  readonly streams: readonly ResumeStreamResult[]
  readonly recording: StartRecordingResult | null
  readonly leftAlone: ResumePlan['leftAlone']
}

export interface SrtStreamStarted extends StreamStarted {
  readonly protocol: 'SRT'
  readonly mode: 'caller' | 'listener'
  readonly latencyMs: number
  /** `media`: a receiver gets it. `accepted`: it is a listener, its port is open, and nobody has called yet. */
  readonly verification: Verification
}
export type StartSrtResult = SrtStreamStarted | OperationFailure

export interface StreamStopped extends OperationSuccess {
  readonly channel: number
  readonly verification: Verification
  /** Destinations that were ended. */
  readonly ended: readonly DestinationSummary[]
  /** Recordings that ended with the stream, because its pictures were what they recorded. */
  readonly recordings: readonly RecordedFile[]
}
export type StopStreamResult = StreamStopped | OperationFailure

/** A function of vMix that was called by its name. vMix took it; that says nothing of whether it is done. */
export interface FunctionCalled extends OperationSuccess {
  readonly function: string
  readonly verification: 'accepted'
}
export type CallFunctionResult = FunctionCalled | OperationFailure

/** What a stream goes over to was set, or taken away. */
export interface StandbySet extends OperationSuccess {
  readonly channel: number
  readonly standby: StandbyState
}
export type SetStandbyResult = StandbySet | OperationFailure

/** Slate now, or back to the show; `standby.on` is what is sent by now. */
export type SwitchStandbyResult = StandbySet | OperationFailure

/** By which of its addresses a destination is sent to now; not the one that was asked for where `message` says why. */
export interface AddressUsed extends OperationSuccess {
  readonly channel: number
  readonly destinationId: string
  readonly address: 'main' | 'backup'
}
export type UseAddressResult = AddressUsed | OperationFailure

/** SRT of one of vMix's own outputs was switched on. */
export interface SrtOutputStarted extends OperationSuccess {
  /** From 1, as in vMix: 1 is "Output 1". */
  readonly output: number
  /** `vmix_on`: vMix shows it (v28 and up), which says nothing of a receiver. `accepted`: it took it, and cannot show it. */
  readonly verification: 'vmix_on' | 'accepted'
  /** vMix showed it on before, and nothing was sent. */
  readonly alreadyOn: boolean
}
export type StartSrtOutputResult = SrtOutputStarted | OperationFailure

/** SRT of one of vMix's own outputs was switched off. */
export interface SrtOutputStopped extends OperationSuccess {
  /** From 1, as in vMix. */
  readonly output: number
  /** `vmix_off`: vMix shows it (v28 and up). `accepted`: it took it, and cannot show it. */
  readonly verification: 'vmix_off' | 'accepted'
}
export type StopSrtOutputResult = SrtOutputStopped | OperationFailure

export interface RecordedFile {
  readonly files: readonly string[]
  readonly format: RecordingFormat | null
  /** `HH:MM:SS`. */
  readonly duration: string
  readonly durationSeconds: number
  /** Video frames on disk; null for vMix's own recorder, which does not tell. */
  readonly frames: number | null
  readonly bytes: number | null
  /**
   * SHA-256 of each of `files`, null where it is not known yet: a file is hashed in the background when it is closed, and
   * the hash goes into the log (`recording_hashed`). Absent for vMix's own recorder.
   */
  readonly sha256?: readonly (string | null)[]
}

/** `M4A` and `WAV` are sound alone. */
export type RecordingFormat = 'MP4' | 'AVI' | 'MOV' | 'MKV' | 'M4A' | 'WAV'
export type RecordingQuality = 'low' | 'medium' | 'high' | 'custom'
export type Recorder = 'vmix' | 'gateway'

export interface RecordingStarted extends OperationSuccess {
  readonly recorder: Recorder
  /** Of a recording of the gateway, to end it alone (`stopRecording({ recordingId })`); null for vMix's own. */
  readonly recordingId: string | null
  /** The file's path, or `auto-generated` where vMix names it and its state does not show it yet. */
  readonly filename: string
  readonly format: RecordingFormat | null
  readonly quality: RecordingQuality | null
  readonly verification: Verification
}
export type StartRecordingResult = RecordingStarted | OperationFailure

export interface RecordingStopped extends OperationSuccess {
  readonly recorder: Recorder
  /** `HH:MM:SS`. */
  readonly duration: string
  readonly recordings: readonly RecordedFile[]
  readonly verification: Verification
}
export type StopRecordingResult = RecordingStopped | OperationFailure

/** One result for each destination, in the order given, and one for the recording where one was asked for. */
export interface GoLiveResult {
  /** All destinations, and the recording if asked for, succeeded. */
  readonly success: boolean
  readonly message: string
  readonly operationId: string
  readonly channel: number
  readonly destinations: readonly StartStreamResult[]
  readonly recording: StartRecordingResult | null
  /** It was a rehearsal: nothing has left this machine. */
  readonly rehearsal?: true
  /** A rehearsal that was on, or left over, was ended for it. */
  readonly endedRehearsal?: true
}
