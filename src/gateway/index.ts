/** The media path: one feed in, measured, and sent on to any number of destinations and files. */
export type { MediaPacket } from './packet.ts'
export { packetBytes } from './packet.ts'
export * from './codec/index.ts'
export * from './rtmp/index.ts'
export { createFileOutput } from './outputs/file/index.ts'
