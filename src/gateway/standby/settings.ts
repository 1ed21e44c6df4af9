import type { StandbyRuleSettings } from './rules.ts'

export type { StandbyRuleSettings } from './rules.ts'

/** A main feed that has been live for so long without a break is gone back to, ms. */
const STEADY_MS = 5000

export const defaultStandbyRules: StandbyRuleSettings = { returns: 'steady', steadyMs: STEADY_MS, beforeLive: false }
