/** What goes out when the main feed does not come: a backup, or a slate, joined so that the stream never ends. */
export { markRecordings } from './recording-marks.ts'
export { Standby } from './standby.ts'
export type { BackupFeed } from './standby.ts'
export { Program } from './program.ts'
export type { ProgramChange } from './program.ts'
export type { SlateFormat } from './slate.ts'
export type { StandbySource } from './rules.ts'
