/** RTMP in and out, plain and over TLS: a server that takes publishers, and a publisher. */
export { RtmpError } from './errors.ts'
export type { RtmpErrorCode } from './errors.ts'
export { defaultServerLimits } from './limits.ts'
export type { RtmpServerLimits } from './limits.ts'
export { startRtmpServer } from './server.ts'
export type {
  PublishDecision,
  PublishEnd,
  PublishRequest,
  PublishSession,
  PublishSink,
  Refusal,
  RtmpServer,
  RtmpServerOptions,
} from './server-types.ts'
export { publishRtmp } from './publisher.ts'
export type { PublishOptions, PublishTimeouts, RtmpPublication } from './publisher-types.ts'
export { parseRtmpUrl } from './url.ts'
export type { RtmpTarget } from './url.ts'
