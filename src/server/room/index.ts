export { RoomError } from './error.ts'
export type { RoomErrorCode } from './error.ts'
export type { Program } from './gateway-watch.ts'
export { openRoom } from './open-room.ts'
export type { RoomOptions, RunningRoom } from './open-room.ts'
export type { ControlRoom, InstanceDesk, NewPreset, PresetBook, RoomGateway } from './room.ts'
export { serverLogName } from './server-log.ts'
export type {
  DestinationSettings,
  GatewaySettings,
  InstanceSettings,
  RoomLog,
  RoomSettings,
} from './settings.ts'
export { presetId, presetProblem } from './presets/preset-address.ts'
