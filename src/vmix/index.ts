export { redactedCall, redactedParam } from './call.ts'
export type { CallParams } from './call.ts'
export {
  checkCall,
  dependsOnVersion,
  describeParts,
  FUNCTIONS,
  functionInfo,
  similarFunctions,
} from './catalogue/index.ts'
export type {
  CallProblem,
  CheckOptions,
  FunctionCategory,
  FunctionInfo,
  FunctionList,
  ParameterInfo,
  ParameterName,
  ValueKind,
  ValuePart,
} from './catalogue/index.ts'
export { amplitudeToFader, createVMix, faderToAmplitude, findInput } from './control/index.ts'
export type {
  BusLetter,
  CallReply,
  CreateVMixOptions,
  Fader,
  FunctionArgs,
  FunctionGroups,
  FunctionName,
  InputRef,
  InputSound,
  InstantReplay,
  MixOptions,
  Overlay,
  OverlayInput,
  PlaylistControl,
  ReplayOptions,
  ScriptControl,
  TitleFields,
  VMix,
} from './control/index.ts'
export { VMixAPIError } from './errors/api-error.ts'
export type { VMixAPIErrorCode } from './errors/api-error.ts'
export { VMixConnectionError } from './errors/connection-error.ts'
export type { VMixConnectionErrorCode } from './errors/connection-error.ts'
export { VMixError } from './errors/vmix-error.ts'
export { connectionError, TIMED_OUT, whoAnswersTcp } from './failures.ts'
export { VMixHttpClient } from './http-client.ts'
export type { RequestOptions, VMixHttpClientOptions } from './http-client.ts'
export { startExchange } from './http-exchange.ts'
export type { HttpReply } from './http-exchange.ts'
export type {
  VMixAudio,
  VMixBus,
  VMixCrop,
  VMixDynamic,
  VMixExtra,
  VMixField,
  VMixInput,
  VMixInputAudio,
  VMixLayer,
  VMixListItem,
  VMixMix,
  VMixOutput,
  VMixOverlay,
  VMixPosition,
  VMixRecording,
  VMixReplay,
  VMixState,
  VMixStream,
  VMixTransition,
} from './state.ts'
export { parseState } from './state-parser.ts'
export { channelCount, majorVersion } from './version.ts'
export { probePort } from './probe.ts'
export type { ProbeOptions, ProbeResult } from './probe.ts'
export {
  parseMessage,
  parseRequest,
  tallyReply,
  TcpFramingError,
  TcpReplyReader,
  TcpRequestReader,
  VMixEventSocket,
  VMixTcpClient,
  xmlReply,
} from './tcp/index.ts'
export type {
  ReadyOptions,
  TcpFramingErrorCode,
  TcpLimits,
  TcpRequestOptions,
  VMixActivator,
  VMixEventSocketOptions,
  VMixTally,
  VMixTcpClientOptions,
  VMixTcpEvent,
  VMixTcpMessage,
  VMixTcpOptions,
  VMixTcpRequest,
  VMixTcpState,
} from './tcp/index.ts'
export { changes, tallyOf, VMixWatcher, watchVMix } from './watch/index.ts'
export type {
  Change,
  Moving,
  VMixChange,
  VMixConnection,
  VMixDocument,
  VMixEvent,
  VMixEventOf,
  VMixEventType,
  VMixSnapshot,
  VMixTallyView,
  VMixVersion,
  VMixWatchOptions,
  WaitForOptions,
} from './watch/index.ts'
