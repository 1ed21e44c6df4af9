import type { HealthReasonText, StreamHealth } from '../controller/index.ts'
import { paintHealth } from './figures.ts'
import { hanging } from './paragraph.ts'
import { liveTable } from './live-table.ts'
import { terminal } from './terminal.ts'

/** The verdict first, then the figures, then what is wrong and what to do. */
export function healthLines(health: StreamHealth, width: number): readonly string[] {
  return [
    headline(health),
    ...(health.channels.length === 0 ? [] : ['', ...liveTable(health.channels, width)]),
    ...reasonLines(health.reasons, width),
  ]
}

function headline(health: StreamHealth): string {
  const { healthStatus, source, ageMs } = health
  const verdict = paintHealth(healthStatus, healthStatus.toUpperCase())
  if (source === 'none') return `${verdict}  ${terminal.paint('dim', 'not measured')}`
  const age = ageMs === null ? '' : `, ${(ageMs / 1000).toFixed(1)} s ago`
  return `${verdict}  ${terminal.paint('dim', `measured at the gateway${age}`)}`
}

/** Each reason in a paragraph: what is, and below it what to do. */
export function reasonLines(reasons: readonly HealthReasonText[], width: number): readonly string[] {
  if (reasons.length === 0) return []
  const paragraphs = reasons.flatMap(({ status, message, action }) => [
    ...hanging(paintHealth(status, '●'), message, width),
    ...hanging(terminal.paint('dim', '→'), action, width),
  ])
  return ['', ...paragraphs]
}
