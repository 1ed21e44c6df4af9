/** The media path: one feed in, measured, and sent on to any number of destinations and files. */
export * from './codec/index.ts'
export { connectGateway } from './control/client.ts'
export type { ConnectOptions, PreviewLink, RemoteGateway } from './control/client.ts'
export { readEndpoint, readToken } from './control/endpoint.ts'
export type { GatewayEndpoint } from './control/endpoint.ts'
export { findGateway } from './control/find.ts'
export type { FindOptions } from './control/find.ts'
export * from './control/messages.ts'
export { startControlServer } from './control/server.ts'
export type { ControlServer, ControlServerOptions, PreviewSource } from './control/server.ts'
export { GatewayError } from './errors.ts'
export type { GatewayErrorCode } from './errors.ts'
export { gatewayFolder } from './folder.ts'
export { withdrawFeed } from './state/index.ts'
export { Gateway } from './gateway.ts'
export type { GatewayLimits, GatewayOptions } from './options.ts'
export { createFileOutput } from './outputs/file/index.ts'
export type { Output } from './outputs/output.ts'
export { createRtmpOutput } from './outputs/rtmp/index.ts'
export type { RtmpBackup, RtmpOutputLimits, RtmpOutputOptions } from './outputs/rtmp/index.ts'
export { createSrtOutput, findSrtCarriers, HOW_TO_INSTALL as howToInstallSrt } from './outputs/srt/index.ts'
export type {
  SrtBackup,
  SrtCarrierOptions,
  SrtCarriers,
  SrtOutputLimits,
  SrtOutputOptions,
} from './outputs/srt/index.ts'
export type { MediaPacket } from './packet.ts'
export { packetBytes } from './packet.ts'
export { runGatewayProcess } from './process.ts'
export type { GatewayProcess, GatewayProcessOptions } from './process.ts'
export * from './rtmp/index.ts'
export { spawnGateway } from './spawn.ts'
export type { SpawnOptions } from './spawn.ts'
export { startGateway } from './start.ts'
export { supervise, supervised } from './supervision/index.ts'
export type {
  GatewayDeath,
  Predecessor,
  RestartLimits,
  Supervised,
  SupervisedEnd,
  SuperviseOptions,
} from './supervision/index.ts'
