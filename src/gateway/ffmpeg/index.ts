/** ffmpeg as a child process: for what frames alone cannot give (AVI, other sizes and rates, WAV). Nothing else needs it. */
export { FfmpegError } from './error.ts'
export { encoders, findEncoder, KnownEncoder } from './encoders.ts'
export type { Encoder } from './encoders.ts'
export { FlvReader } from './flv-reader.ts'
export { flvHead, flvTag } from './flv-stream.ts'
export { checkFfmpeg } from './check.ts'
export { FfmpegProcess } from './process.ts'
