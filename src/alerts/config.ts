/** The section `alerts` of the configuration file. */
export { alertsConfig } from './config/config.ts'
export type { AlertsConfig } from './config/config.ts'
export { alertSettings } from './config/settings-from-config.ts'
