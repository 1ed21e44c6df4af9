/** Operations on one vMix: validate, record the intent, act, confirm, record the outcome. */
export type { StartStreamRequest, StreamDestination } from './check-stream.ts'
export { VMixStreamingController } from './controller.ts'
export type { ControllerOptions } from './controller.ts'
export type { GoLiveRequest } from './go-live.ts'
export type { ObserveOptions } from './observe.ts'
export type { OperationOptions } from './operation.ts'
export { defaultDataFolder, defaultInstance, instanceName, instancePaths } from './paths.ts'
export type { InstancePaths } from './paths.ts'
export type { RecordingRequest } from './recording-request.ts'
export type * from './results.ts'
export type { StartRecordingRequest } from './start-recording.ts'
export type { StartSrtRequest } from './start-srt.ts'
export type { ChannelStatus, DestinationStatus, StreamStatus } from './status.ts'
export type { StopRecordingRequest } from './stop-recording.ts'
export type { StopStreamRequest } from './stop-stream.ts'
export type {
  ChannelHealth,
  DestinationHealth,
  HealthFigures,
  HealthReasonText,
  StreamHealth,
} from './health-figures.ts'
export { defaultWaits } from './waits.ts'
export type { Waits } from './waits.ts'
