export { startHttp } from './start.ts'
export type { HttpOptions } from './start.ts'
