export { Metrics } from './metrics.ts'
export type { MetricsSources } from './metrics.ts'
