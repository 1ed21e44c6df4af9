/** Muxers: coded frames in, a file that is readable at every moment out. */
export type { AppendFile, MediaFormats, MediaSample, Muxer } from './media.ts'
export { startMuxer } from './start.ts'
export type { MuxFormat } from './start.ts'
export { initSegment, liveFragmentHead } from './live.ts'
export { LiveAudioTimes, LiveVideoTimes } from './live-times.ts'
export type { LivePlace } from './live-times.ts'
export { samplesPerFrame } from './mp4-track.ts'
