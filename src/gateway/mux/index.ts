/** Muxers: coded frames in, a file that is readable at every moment out. */
export type { AppendFile, AudioFormat, MediaFormats, MediaSample, Muxer, VideoFormat } from './media.ts'
export { Mp4Muxer } from './mp4.ts'
export { MkvMuxer } from './mkv.ts'
