export type { ControlRoom, InstanceDesk, NewPreset, PresetBook } from './room.ts'
