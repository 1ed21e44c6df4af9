import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MailSink, mailSink, type WebSink, webSink } from '../../alerts/sinks.ts'
import { simulated } from '../../server/open.ts'
import { gatewayEnds, ServerProcess } from '../../server/server-process.ts'
import { freePort } from '../../support/ports.ts'
import { type Receiver, receiver } from '../../support/receiver.ts'
import { eventually, temporaryFolder } from '../../support/show.ts'
import { type SickRelay, sickRelay } from '../../support/sick-relay.ts'

/** What must be seen nowhere: the keys of the two destinations, and what signs the webhook. */
export const secrets = {
  MAIN_KEY: 'PLANTED-live_5b0e77c1a2',
  VENUE_KEY: 'PLANTED-live_e1f09d4c3b',
  HOOK_SECRET: 'PLANTED-hook_77ab12',
}

/** An evening's house: a vMix, a server with its gateway, two destinations of which one can fall ill, and who is told. */
export interface Evening extends AsyncDisposable {
  /** The one that runs now, or was killed last. */
  readonly server: ServerProcess
  /** Another one at the same address. */
  startServer(): Promise<void>
  readonly url: string
  /** All that any of them wrote. */
  readonly written: readonly string[]
  readonly dataFolder: string
  /** As the show log begins. */
  readonly vmixPort: number
  readonly main: Receiver
  readonly venue: Receiver
  /** The way to the venue. */
  readonly wayToVenue: SickRelay
  readonly hook: WebSink
  readonly mail: MailSink
}

/** `vmixctl serve` with a configuration of its own, everything else on this machine too. */
export async function openEvening(): Promise<Evening> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const main = stack.use(await receiver())
  const venue = stack.use(await receiver())
  const wayToVenue = stack.use(await sickRelay(venue.port))
  const hook = stack.use(await webSink())
  const mail = stack.use(await mailSink({ disabledCommands: ['STARTTLS', 'AUTH'] }))
  const config = join(folder.path, 'vmixctl.yaml')
  const dataFolder = join(folder.path, 'data')
  await writeFile(
    config,
    `
instances:
  - { id: studio, name: Studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: ${simulator.tcpPort}, simulated: true }
gateway: { rtmpListen: "127.0.0.1:0" }
destinations:
  - { id: main, name: Main, platform: custom, url: "rtmp://127.0.0.1:${main.port}/live", key: env:MAIN_KEY }
  - { id: venue, name: Venue, platform: custom, url: "rtmp://127.0.0.1:${wayToVenue.port}/live", key: env:VENUE_KEY }
alerts:
  receivers:
    crew: { type: webhook, url: "${hook.url}/alarms", secret: env:HOOK_SECRET }
    producer:
      type: email
      host: 127.0.0.1
      port: ${mail.port}
      security: none
      from: vMix <vmix@example.com>
      to: [anna@example.com]
`,
  )
  stack.use(gatewayEnds(dataFolder))
  const args = ['--config', config, '--data', dataFolder, '--listen', `127.0.0.1:${await freePort()}`]
  let server = stack.use(await ServerProcess.start(args, { env: secrets }))
  await eventually(
    () => server.shown('gateway'),
    (gateway) => gateway?.state === 'running',
    60_000,
  )
  const owned = stack.move()
  const servers = [server]
  return {
    get server() {
      return server
    },
    startServer: async () => {
      server = owned.use(await ServerProcess.start(args, { env: secrets }))
      servers.push(server)
    },
    url: server.url,
    get written() {
      return servers.flatMap(({ written }) => written)
    },
    dataFolder,
    vmixPort: simulator.httpPort,
    main,
    venue,
    wayToVenue,
    hook,
    mail,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
