export { startHttp } from './start.ts'
export type { HttpOptions, RunningHttp } from './start.ts'
