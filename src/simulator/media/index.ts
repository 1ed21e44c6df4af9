/** The simulator's picture and sound: really published, really recorded, and counted where it arrives. */
export { startSender } from './sender.ts'
export { makeFfmpegClip } from './ffmpeg-clip.ts'
export type { FfmpegMedia } from './ffmpeg-clip.ts'
export { startFileRecording } from './file-recording.ts'
export { startReceiver } from './receiver.ts'
export type { Receiver, ReceiverOptions } from './receiver.ts'
export { noFaults } from './pace.ts'
export type { MediaFaults, StreamSender } from '../media-types.ts'
