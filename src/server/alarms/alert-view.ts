import type { Alert, MaintenanceWindow } from '../../alerts/index.ts'
import type { AlertView, MaintenanceView } from '../view/index.ts'

/** An alarm as it stands on the board. */
export function alertViewOf(alert: Alert): AlertView {
  const { id, kind, severity, state, instance, channel, destinationId, action, since, resolvedAt, acknowledged } = alert
  const message =
    alert.returns === 0 ? alert.message : `${alert.message} It went away and came back ${times(alert.returns)}.`
  const about = { instance, channel, destinationId }
  return { kind: 'alert', id, rule: kind, severity, state, ...about, message, action, since, resolvedAt, acknowledged }
}

/** A time in which nobody is told, as it stands on the board. */
export function maintenanceViewOf(window: MaintenanceWindow): MaintenanceView {
  const { id, fromMs, untilMs, instances, kinds, reason, by } = window
  const text = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  const [all, about] = [instances === null ? null : [...instances], kinds === null ? null : [...kinds]]
  return { kind: 'maintenance', id, from: text(fromMs), until: text(untilMs), instances: all, about, reason, by }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
