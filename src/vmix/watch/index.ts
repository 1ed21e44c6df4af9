export { changes } from './changes.ts'
export type {
  Change,
  VMixChange,
  VMixConnection,
  VMixEvent,
  VMixEventOf,
  VMixEventType,
  VMixTallyView,
  VMixVersion,
} from './event.ts'
export type { VMixDocument, VMixWatchOptions } from './options.ts'
export type { Moving } from './same.ts'
export { tallyOf } from './tally.ts'
export type { VMixSnapshot, WaitForOptions } from './snapshot.ts'
export { VMixWatcher, watchVMix } from './watcher.ts'
