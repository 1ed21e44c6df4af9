/** From what the board shows to alarms, and alarms onto the board. */
export { Alarms } from './alarms.ts'
export type { AlarmsOptions } from './alarms.ts'
export { conditionsOf } from './conditions.ts'
export type { AlarmLook } from './conditions.ts'
export { openAlarms } from './open-alarms.ts'
export type { OpenAlarmsOptions } from './open-alarms.ts'
