export { EventHub } from './hub.ts'
export type { EventCounts, EventHubOptions } from './hub.ts'
export { parsePosition } from './message.ts'
