import { join } from 'node:path'
import { type AlertSettings, type DeliveryRecord, openAlerts } from '../../alerts/index.ts'
import type { Clock } from '../../clock/index.ts'
import type { SecretSources } from '../../secrets/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { ControlRoom } from '../room/index.ts'
import { Alarms } from './alarms.ts'

export interface OpenAlarmsOptions {
  readonly room: Pick<ControlRoom, 'board' | 'desks' | 'record'> & {
    onEvent(listener: (instance: string, event: WitnessEvent) => void): () => void
  }
  readonly settings: AlertSettings
  /** Absolute; alarms are kept in `server/alerts.json` below it. */
  readonly dataFolder: string
  readonly clock: Clock
  readonly secrets?: SecretSources
  /** Told what goes wrong with the alarms themselves. */
  readonly onProblem: (message: string, error?: unknown) => void
}

/** Alarms of a room: from its board and its events, to the people whom the settings name. */
export async function openAlarms(options: OpenAlarmsOptions): Promise<Alarms> {
  const { room, settings, dataFolder, clock, secrets, onProblem } = options
  const alerts = await openAlerts({
    settings,
    stateFile: join(dataFolder, 'server', 'alerts.json'),
    clock,
    ...(secrets === undefined ? {} : { secrets }),
    record: (record) => room.record(`alert_${record.outcome}`, paramsOf(record), 'vmixctl'),
  })
  if (alerts.wasDamaged) onProblem('What was kept of alarms could not be read, and was put beside: one may come twice.')
  const { board } = room
  const onDefect = (error: unknown) => onProblem('Alarms cannot be looked for: a defect of this program.', error)
  const onAcknowledged = (id: string, by: string) => room.record('alert_acknowledged', { id }, by)
  const alarms = new Alarms({ board, alerts, clock, onAcknowledged, onDefect })
  const obey = ({ onUnexpectedStop }: AlertSettings) =>
    alarms.guard(onUnexpectedStop === 'restart' ? { desks: room.desks } : null)
  obey(settings)
  alarms.endsWith(alerts.onChange(() => obey(alerts.settings)))
  alarms.endsWith(room.onEvent((instance, event) => alarms.event(instance, event)))
  return alarms
}

function paramsOf({ receiver, notices, attempts, code, message }: DeliveryRecord) {
  return { receiver, notices: notices.map(({ id, title }) => ({ id, title })), attempts, code, message }
}
