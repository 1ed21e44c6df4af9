export { RoomError } from './error.ts'
export { namesOfThisMachine, reachProblem } from './gateway-reach.ts'
export type { Program } from './gateway-watch.ts'
export { openRoom } from './open-room.ts'
export type { RunningRoom } from './open-room.ts'
export { firstDirect, gatewayGoneMs } from './show-return.ts'
export type { ControlRoom, InstanceDesk, PresetBook } from './room.ts'
export { serverLogName } from './server-log.ts'
export type {
  DestinationSettings,
  InstanceSettings,
  RoomLog,
  RoomSettings,
} from './settings.ts'
export { presetId, presetProblem } from './presets/preset-address.ts'
export { KeyFiles } from './presets/key-files.ts'
