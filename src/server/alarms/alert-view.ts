import type { Alert } from '../../alerts/index.ts'
import type { AlertView } from '../view/index.ts'

/** An alarm as it stands on the board. */
export function alertViewOf(alert: Alert): AlertView {
  const { id, kind, severity, state, instance, channel, destinationId, action, since, resolvedAt, acknowledged } = alert
  const message =
    alert.returns === 0 ? alert.message : `${alert.message} It went away and came back ${times(alert.returns)}.`
  const about = { instance, channel, destinationId }
  return { kind: 'alert', id, rule: kind, severity, state, ...about, message, action, since, resolvedAt, acknowledged }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
