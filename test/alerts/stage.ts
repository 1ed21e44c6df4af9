import { systemClock } from '../../src/clock/index.ts'
import {
  type AlertsConfig,
  alertsConfig,
  alertSettings,
  type Condition,
  type DeliveryRecord,
  openAlerts,
} from '../../src/alerts/index.ts'

export const lost: Condition = {
  kind: 'stream_lost',
  instance: 'studio',
  channel: 0,
  destinationId: null,
  message: 'Stream 1 has stopped.',
  action: 'Look at vMix & start it again.',
}

/** Alarms on the real clock, with short waits between tries. */
export async function alarms(
  config: AlertsConfig,
  more: { stateFile?: string; env?: Record<string, string>; tryMs?: number } = {},
) {
  const records: DeliveryRecord[] = []
  const settings = alertSettings(alertsConfig.parse(config))
  const alerts = await openAlerts({
    settings,
    stateFile: more.stateFile ?? null,
    clock: systemClock,
    secrets: { env: more.env ?? {} },
    record: (record) => records.push(record),
    tryMs: more.tryMs ?? 5000,
    retry: { baseMs: 20, capMs: 60 },
  })
  return {
    alerts,
    records,
    settings,
    outcomes: () => records.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`)),
    [Symbol.asyncDispose]: () => alerts.close(),
  }
}

/** What somebody could read of it. */
export function shown({ alerts, records }: Awaited<ReturnType<typeof alarms>>): string {
  return JSON.stringify([alerts.alerts, alerts.receivers, alerts.problem, records])
}
