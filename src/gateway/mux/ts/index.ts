/** MPEG-TS, written live: what SRT carries. */
export { TsMuxer } from './muxer.ts'
export type { TsFormats } from './muxer.ts'
export { PACKET_BYTES as TS_PACKET_BYTES } from './packet-writer.ts'
