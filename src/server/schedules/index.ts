/** What is done at a time: once and on time, or reported as missed. */
export { openSchedules } from './open-schedules.ts'
export type { Schedules } from './schedules.ts'
export type { ScheduledWork, ScheduleSettings } from './settings.ts'
export { nextRuns, timingProblem, wallClock } from './timetable.ts'
export { preflightAt } from './due.ts'
