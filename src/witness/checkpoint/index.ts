export { formatCheckpointBody, parseCheckpointBody } from './body.ts'
export type { CheckpointBody } from './body.ts'
