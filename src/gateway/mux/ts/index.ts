/** MPEG-TS, written live: what SRT carries. */
export { TsMuxer } from './muxer.ts'
export type { TsFormats } from './muxer.ts'
export type { TsVideo } from './access-unit.ts'
