export type { FinishedFile, HashedFile } from './hash-recording.ts'
export { openRecordingHasher } from './recording-hasher.ts'
export type { RecordingHasher } from './recording-hasher.ts'
