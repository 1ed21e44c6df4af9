/** A gateway that dies or hangs is started again, by a small process beside it. */
export type { Predecessor } from './predecessor.ts'
export type { RestartLimits } from './restart-rule.ts'
export { supervise, type GatewayDeath, type SuperviseOptions, type SupervisedEnd } from './supervise.ts'
export { supervised, type Supervised } from './supervised.ts'
