/** From what the board shows to alarms, and alarms onto the board. */
export { Alarms } from './alarms.ts'
export { openAlarms } from './open-alarms.ts'
export { maintenanceViewOf } from './alert-view.ts'
