/** A show without its platforms: receivers on this machine take the streams instead, and count what arrives. */
export type { Arrived } from './arrivals.ts'
export { rehearsalState } from './memory.ts'
export type { RehearsalMemory, RehearsalState } from './memory.ts'
export type { RehearsedStream } from './place.ts'
export { openRehearsal } from './rehearsal.ts'
export type { Rehearsal, RehearsalOptions, RehearsalPlace } from './rehearsal.ts'
