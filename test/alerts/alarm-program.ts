/** Gives one alarm, and stays: `alarm-program.ts STATE_FILE URL`. */
import { systemClock } from '../../src/clock/index.ts'
import { alertsConfig, alertSettings, openAlerts } from '../../src/alerts/index.ts'

const [stateFile = '', url = ''] = process.argv.slice(2)
const settings = alertSettings(alertsConfig.parse({ receivers: { noc: { type: 'webhook', url, secret: 'env:HOOK' } } }))
await using alerts = await openAlerts({
  settings,
  stateFile,
  clock: systemClock,
  record: ({ outcome }) => console.log(outcome),
  retry: { baseMs: 50, capMs: 100 },
})
const about = { instance: 'studio', channel: 0, destinationId: null }
alerts.look([{ kind: 'stream_lost', ...about, message: 'Stream 1 has stopped.', action: 'Start it again.' }])
await systemClock.sleep(60_000)
