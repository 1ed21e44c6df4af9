import { createHash } from 'node:crypto'
import type { Alert, Notice } from '../rules/alert.ts'
import { textOf } from './words.ts'

type Texts = Readonly<Record<string, string>>

interface AlertmanagerAlert {
  readonly status: 'firing' | 'resolved'
  readonly labels: Texts
  readonly annotations: Texts
  readonly startsAt: string
  readonly endsAt: string
  readonly generatorURL: string
  readonly fingerprint: string
}

/** How Alertmanager writes "not over yet". */
const notYet = '0001-01-01T00:00:00Z'

/**
 * What Prometheus' Alertmanager sends to a webhook (version 4 of its payload). One alert once: when it began and was over since
 * the last time, it is over. The fingerprint is that of what it is about, and so the same while its severity changes.
 */
export function alertmanagerBody(receiver: string, notices: readonly Notice[], page: string): string {
  const last = new Map(notices.map((notice) => [notice.alert?.id ?? notice.id, notice]))
  const alerts = [...last.values()].map((notice) => alertOf(notice, receiver, page))
  const status = alerts.some((alert) => alert.status === 'firing') ? 'firing' : 'resolved'
  return JSON.stringify({
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    status,
    receiver,
    groupLabels: {},
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: page,
    alerts,
  })
}

function alertOf(notice: Notice, receiver: string, page: string): AlertmanagerAlert {
  const { alert, at, what } = notice
  const { title, message, action } = textOf(notice, receiver)
  const about = alert === null ? {} : subjectLabels(alert)
  const alertname = alert?.kind ?? (what === 'test' ? 'Test' : 'Watchdog')
  const severity = alert?.severity ?? 'info'
  return {
    status: what === 'resolved' ? 'resolved' : 'firing',
    labels: { alertname, severity, source: 'vmixctl', ...about },
    annotations: { summary: title, description: message, ...(action === '' ? {} : { action }) },
    startsAt: alert?.since ?? at,
    endsAt: alert?.resolvedAt ?? notYet,
    generatorURL: page,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([alertname, about]))
      .digest('hex')
      .slice(0, 16),
  }
}

function subjectLabels({ instance, channel, destinationId }: Alert): Texts {
  return {
    ...(instance === null ? {} : { instance }),
    ...(channel === null ? {} : { channel: String(channel), stream: `Stream ${channel + 1}` }),
    ...(destinationId === null ? {} : { destination: destinationId }),
  }
}

function common(all: readonly Texts[]): Texts {
  const [first = {}, ...others] = all
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((texts) => texts[name] === value)),
  )
}
