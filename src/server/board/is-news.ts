import type { EntityView } from '../view/index.ts'

/** What moves all the time while nothing happens: measured figures, clocks, meters, sizes, what a rehearsal has received. */
const moving: ReadonlySet<string> = new Set([
  'figures',
  'arrived',
  'streamTime',
  'audio',
  'eventLoopDelayP99Ms',
  'durationSeconds',
  'frames',
  'bytes',
  'freeBytes',
  'minutesLeft',
])

/** Whether more has changed of it than what moves all the time: somebody waits to see that. */
export function isNews(before: EntityView | undefined, after: EntityView): boolean {
  return before === undefined || still(before) !== still(after)
}

function still(entity: EntityView): string {
  return JSON.stringify(entity, (name, value: unknown) => (moving.has(name) ? undefined : value))
}
