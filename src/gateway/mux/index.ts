/** Muxers: coded frames in, a file that is readable at every moment out. */
export type { AppendFile, MediaFormats, MediaSample, Muxer } from './media.ts'
export { startMuxer } from './start.ts'
export type { MuxFormat } from './start.ts'
