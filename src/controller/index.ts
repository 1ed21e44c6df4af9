/** Operations on one vMix: validate, record the intent, act, confirm, record the outcome. */
export type { FailoverTimes } from './stream/check-backup.ts'
export type { StartStreamRequest, StreamBackup, StreamDestination } from './stream/check-stream.ts'
export { effectOf, recordedCall, streamsOf } from './function/call-request.ts'
export type { CallFunctionRequest, CallWay } from './function/call-request.ts'
export { VMixStreamingController } from './controller.ts'
export type { ControllerOptions } from './options.ts'
export type { GoLiveRequest } from './go-live.ts'
export type { ObserveOptions } from './observing/observe.ts'
export type { RecordingHash } from './observing/recording-hashes.ts'
export type { OperationOptions } from './operation/operation.ts'
export type { LoggedCall, LoggedOutcome, OperationLog } from './operation-log.ts'
export { defaultDataFolder, defaultInstance, instanceName, instancePaths } from './paths.ts'
export type { InstancePaths } from './paths.ts'
export type { RecordingRequest } from './recording/recording-request.ts'
export type * from './results.ts'
export type { StartRecordingRequest } from './recording/start-recording.ts'
export type { RehearsalReceiver, RehearsalReceivers, RehearsedDestination } from './stream/rehearse.ts'
export type { SrtBackupAddress, SrtDestination, StartSrtRequest } from './stream/check-srt.ts'
export type { KnownState } from './status/known.ts'
export type { ChannelStatus, DestinationStatus, StreamStatus } from './status/status.ts'
export type { SetStandbyRequest } from './standby/standby-request.ts'
export type { StandbyState } from './standby/standby-state.ts'
export type { SrtOutputRequest } from './srt-output/srt-output-request.ts'
export type { SwitchStandbyRequest } from './standby/switch-standby.ts'
export type { StopRecordingRequest } from './recording/stop-recording.ts'
export type { UseAddressRequest } from './stream/use-address.ts'
export type { ShowLocked } from './show-lock/show-lock.ts'
export type { StopStreamRequest } from './stream/stop-stream.ts'
export type { TestStreamRequest } from './stream/test-stream.ts'
export type {
  ChannelHealth,
  DestinationHealth,
  HealthFigures,
  HealthReasonText,
  StreamHealth,
} from './status/health-figures.ts'
export { defaultWaits } from './waits.ts'
export type { Waits } from './waits.ts'
