import type { ConditionKind, Subject } from './condition.ts'

/** A time in which nobody is told. What is wrong is still shown, and is told at its end if it still holds. */
export interface MaintenanceWindow {
  readonly id: string
  /** Wall clock, ms; null: always so far. */
  readonly fromMs: number | null
  /** Wall clock, ms; null: until it is switched off. */
  readonly untilMs: number | null
  /** Which vMix; null: all, and what concerns none. */
  readonly instances: readonly string[] | null
  /** About what; null: everything. */
  readonly kinds: readonly ConditionKind[] | null
  readonly reason: string
  /** Who switched it on; null: the configuration. */
  readonly by: string | null
}

/** The window that keeps it quiet now; null: none does. */
export function maintenanceOf(
  windows: readonly MaintenanceWindow[],
  { kind, instance }: Pick<Subject, 'kind' | 'instance'>,
  nowMs: number,
): MaintenanceWindow | null {
  const quiet = windows.find(
    ({ fromMs, untilMs, instances, kinds }) =>
      (fromMs === null || nowMs >= fromMs) &&
      (untilMs === null || nowMs < untilMs) &&
      (instances === null || (instance !== null && instances.includes(instance))) &&
      (kinds === null || kinds.includes(kind)),
  )
  return quiet ?? null
}

/** Whether it can never keep anything quiet again. */
export function isOver({ untilMs }: MaintenanceWindow, nowMs: number): boolean {
  return untilMs !== null && nowMs >= untilMs
}
