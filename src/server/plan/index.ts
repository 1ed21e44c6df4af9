/** The plan: what the configuration file has, and what was added while the server runs. */
export { PlanError } from './error.ts'
export { openPlan } from './plan.ts'
export type { Plan } from './plan.ts'
