import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { webSink } from '../alerts/sinks.ts'
import { simulated } from '../server/open.ts'
import { freePort } from '../support/ports.ts'
import { temporaryFolder } from '../support/show.ts'

/** The real server with the real page: one simulated vMix, two receivers of which one is not there, one line of a plan. */
export interface SettingsServer extends AsyncDisposable {
  readonly url: string
  readonly dataFolder: string
  /** What the server has logged so far. */
  written(): string
  /** How often the receiver that is there was told. */
  told(): number
}

export async function settingsServer(): Promise<SettingsServer> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const sink = stack.use(await webSink())
  const config = {
    instances: [{ id: 'studio', name: 'Studio', host: '127.0.0.1', port: simulator.httpPort, tcpPort: 'none' }],
    gateway: 'none',
    destinations: [
      {
        id: 'twitch',
        name: 'Twitch',
        platform: 'custom',
        url: `rtmp://127.0.0.1:${await freePort()}/live`,
        key: 'file:key',
      },
    ],
    schedules: [
      {
        id: 'sunday',
        name: 'Sunday service',
        instance: 'studio',
        do: 'stop',
        cron: '0 11 * * 0',
        timeZone: 'Europe/Berlin',
      },
    ],
    alerts: {
      receivers: {
        crew: { type: 'slack', url: 'file:slack-url' },
        gone: { type: 'alertmanager', url: `http://127.0.0.1:${await freePort()}/` },
      },
      rules: { disk_low: { for: '1m', receivers: ['crew'] } },
      maintenance: [{ reason: 'The archive is moved.', about: ['disk_low'], until: '2100-01-01T00:00:00Z' }],
    },
  }
  await writeFile(join(folder.path, 'key'), 'PLANTED-key\n')
  await writeFile(join(folder.path, 'slack-url'), `${sink.url}/PLANTED\n`)
  const configFile = join(folder.path, 'vmixctl.yaml')
  // JSON is YAML too.
  await writeFile(configFile, JSON.stringify(config))
  const redactor = createRedactor()
  const written: string[] = []
  const dataFolder = join(folder.path, 'data')
  const server = stack.use(
    await startServer({
      configFile,
      dataFolder,
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
      redactor,
      gatewayProgram: null,
    }),
  )
  const owned = stack.move()
  return {
    url: server.url,
    dataFolder,
    written: () => written.join(''),
    told: () => sink.calls.length,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
