export { hashRecording } from './hash-recording.ts'
export type { FinishedFile, HashedFile } from './hash-recording.ts'
export { openRecordingHasher } from './recording-hasher.ts'
export type { RecordingHasher, RecordingPlace } from './recording-hasher.ts'
