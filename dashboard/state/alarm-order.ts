import type { AlertView } from '../../src/server/view/index.ts'

const severities: Readonly<Record<AlertView['severity'], number>> = { critical: 0, warning: 1, info: 2 }

/** Firing and unseen first, then the worse, then the newer. */
export function inOrder(alerts: readonly AlertView[]): AlertView[] {
  return alerts.toSorted(
    (a, b) =>
      Number(a.state === 'resolved') - Number(b.state === 'resolved') ||
      Number(a.acknowledged !== null) - Number(b.acknowledged !== null) ||
      severities[a.severity] - severities[b.severity] ||
      b.since.localeCompare(a.since),
  )
}
