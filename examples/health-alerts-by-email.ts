/**
 * Watches one vMix and writes a mail when something is wrong with its stream, and another when it is over, until Ctrl-C (or
 * for SECONDS). It starts and stops nothing. What is measured comes from the gateway that `vmixctl` started, where there is one.
 *
 *   VMIX_HOST, VMIX_PORT    where vMix is (localhost, 8088)
 *   SMTP_HOST, SMTP_PORT    the mail server (localhost, 587)
 *   SMTP_SECURITY           starttls, tls, or none (on this machine only); starttls when absent
 *   SMTP_USER, SMTP_PASSWORD   the login; none when absent
 *   MAIL_FROM, MAIL_TO      from whom, to whom
 *   SECONDS                 how long; until Ctrl-C when absent
 *
 *   SMTP_HOST=smtp.example.com SMTP_USER=… SMTP_PASSWORD=… MAIL_FROM=vmix@example.com MAIL_TO=anna@example.com node examples/health-alerts-by-email.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { alertsConfig, alertSettings, type Condition, openAlerts } from '../src/alerts/index.ts'
import { systemClock } from '../src/clock/index.ts'
// In your own program: from '@infrafabric/vmix'
import { defaultDataFolder, findGateway, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', SECONDS } = process.env
const { SMTP_HOST = 'localhost', SMTP_PORT = '587', SMTP_SECURITY = 'starttls', SMTP_USER } = process.env
const { MAIL_FROM = '', MAIL_TO = '' } = process.env

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
if (SECONDS !== undefined) setTimeout(() => stop.abort(), Number(SECONDS) * 1000)

const mail = {
  type: 'email',
  host: SMTP_HOST,
  port: Number(SMTP_PORT),
  security: SMTP_SECURITY,
  from: MAIL_FROM,
  to: [MAIL_TO],
  // The password is fetched when a mail is sent, and stands nowhere else.
  ...(SMTP_USER === undefined ? {} : { user: SMTP_USER, password: 'env:SMTP_PASSWORD' }),
}
await using alerts = await openAlerts({
  settings: alertSettings(alertsConfig.parse({ receivers: { mail }, rules: { health_warning: { for: '1m' } } })),
  stateFile: 'alerts.json',
  clock: systemClock,
  record: ({ outcome, notices, message }) =>
    console.log(outcome, notices.map(({ title }) => title).join('; '), message),
})
await using gateway = await findGateway({ dataFolder: defaultDataFolder() })
await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT), gateway })

/** All that is wrong now. */
async function look(): Promise<readonly Condition[]> {
  const about = { instance: controller.instance, channel: null, destinationId: null }
  try {
    const [status, health] = [await controller.getStreamStatus(), await controller.getStreamHealth()]
    const ill = health.reasons.filter(({ status }) => status !== 'unknown')
    return [
      ...status.streamChannels
        .filter(({ live, shouldBeLive }) => live === false && shouldBeLive === true)
        .map(({ channel }) => ({
          kind: 'stream_lost' as const,
          ...about,
          channel,
          message: `Stream ${channel + 1} is off, and nobody has stopped it here.`,
          action: 'Look at vMix, and start it again.',
        })),
      ...ill.slice(0, 1).map(({ status, message, action }) => ({
        kind: status === 'critical' ? ('health_critical' as const) : ('health_warning' as const),
        ...about,
        message,
        action,
      })),
    ]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ kind: 'vmix_unreachable', ...about, message, action: "Look at vMix's machine and the network." }]
  }
}

while (!stop.signal.aborted) {
  alerts.look(await look())
  await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined)
}
