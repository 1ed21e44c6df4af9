import type { Command } from 'commander'
import { join } from 'node:path'
import type { PreflightLine } from '../preflight/index.ts'
import { connectionOf, openController, variableName, withConnection } from './connection.ts'
import { destinationForms } from './destination-argument.ts'
import { exitCodes } from './exit-code.ts'
import { type GatewayChoice, hostAndPort, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { parseLiveDestinations } from './live-destinations.ts'
import { channel, count } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { hanging, wrapped } from './paragraph.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly to?: readonly string[]
  readonly keyEnv?: string
  readonly channel?: number
  readonly hours?: number
  readonly uploadTo?: string
  /** False with `--no-test`. */
  readonly test: boolean
  readonly gateway?: GatewayChoice
  readonly rtmpListen?: string
  readonly advertise?: string
}

export function addPreflight(parent: Command): void {
  const command = parent
    .command('preflight')
    .description('before a show: try the stream to nobody, look at keys, destinations, disk, clock, sound and log')
    .option('--to <DEST...>', `where the show shall go: ${destinationForms}`)
    .option('--key-env <NAME>', 'variable that holds the key of a single destination', variableName)
    .option('--channel <N>', "vMix's stream, from 0 (default: 0, known as Stream 1)", channel)
    .option('--no-test', 'switch nothing on in vMix: whether it really sends to us stays unknown')
    .option('--hours <N>', 'how long the show shall be, for the room on the disk (default: 3)', count)
    .option('--upload-to <URL>', 'measure the line: send to this http(s) address, which takes what is posted, for 4 s')
    .option('--rtmp-listen <HOST:PORT>', 'of the gateway that is started: where vMix sends to', hostAndPort)
    .option('--advertise <HOST:PORT>', 'of the gateway that is started: by what address vMix reaches it', hostAndPort)
    .action(ends(run))
  withGateway(command, "use this gateway (default: the data folder's; where none runs, one is started, and stays)")
  withConnection(command)
  withExamples(command, [
    ['preflight --to twitch:env:TW_KEY youtube:file:yt.key', 'everything that can be looked at beforehand'],
    ['preflight --no-test --to twitch:env:TW_KEY', 'without switching anything on'],
    ['preflight --to twitch:env:TW_KEY --upload-to https://upload.example/sink', 'and is the line fast enough?'],
  ])
  command.addHelpText(
    'after',
    `
vMix's stream is switched on for three seconds and sent to the gateway, and to nobody else; one that is live is left as it is.
To a destination a connection is opened and closed again: nothing is published. What was found is in the show log.
Exit codes: 0 nothing is red, 1 something is, 3 vMix cannot be reached.`,
  )
}

async function run(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const destinations = parseLiveDestinations(options.to ?? [], options.keyEnv)
  using stop = stopsOnSignal()
  const { gatewayOfShow } = await import('./live/gateway.ts')
  const { preflight } = await import('../preflight/index.ts')
  const { dataFolder } = connection
  const wish = { gateway: options.gateway, rtmpListen: options.rtmpListen, advertise: options.advertise }
  await using gateway = options.test ? await gatewayOfShow(connection, wish, stop.signal) : null
  await using controller = await openController(connection, gateway)
  const report = await preflight({
    controller,
    channel: options.channel ?? 0,
    destinations,
    tryStream: options.test,
    folders: [dataFolder, join(dataFolder, 'recordings')],
    ...(options.hours === undefined ? {} : { hours: options.hours }),
    ...(options.uploadTo === undefined ? {} : { uploadTo: options.uploadTo }),
    signal: stop.signal,
    onLine: (line) => {
      if (!connection.json) for (const text of textOf(line)) terminal.say(text)
    },
  })
  if (connection.json) terminal.json({ success: report.ready, ...report })
  else terminal.say(`\n${summary(report.lines)}`)
  if (report.ready) return exitCodes.done
  return report.lines.some(({ check, light }) => check === 'vmix' && light === 'red')
    ? exitCodes.unreachable
    : exitCodes.failed
}

const aboutWidth = 14
const indent = ' '.repeat(10 + aboutWidth + 1)
const marks = { green: '✓ green', yellow: '! yellow', red: '✗ red' } as const

function textOf({ light, about, message, action }: PreflightLine): readonly string[] {
  const width = terminal.width - indent.length
  const head = `${terminal.paint(light, marks[light].padEnd(8))}  ${terminal.paint('bold', about.padEnd(aboutWidth))}`
  const [first = '', ...more] = wrapped(message, width)
  return [
    // A name that is longer than its column has a line of its own.
    ...(about.length > aboutWidth ? [head, `${indent}${first}`] : [`${head} ${first}`]),
    ...more.map((line) => `${indent}${line}`),
    ...(action === null ? [] : hanging(terminal.paint('dim', '→'), action, width).map((line) => `${indent}${line}`)),
  ]
}

function summary(lines: readonly PreflightLine[]): string {
  const of = (wanted: PreflightLine['light']) => lines.filter(({ light }) => light === wanted).length
  if (of('red') > 0) {
    return terminal.paint(
      'red',
      `Not ready: ${of('red') === 1 ? 'one thing is' : `${of('red')} things are`} in the way.`,
    )
  }
  if (of('yellow') > 0) return terminal.paint('yellow', 'Ready; look at what is yellow.')
  return terminal.paint('green', 'Ready.')
}
