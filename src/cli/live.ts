import type { Command } from 'commander'
import { destinationForms } from './destination-argument.ts'
import { connectionOf, typedAgain, variableName, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { type GatewayChoice, hostAndPort, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { checkSecret, parseLiveDestinations } from './live-destinations.ts'
import { channel } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { tcpPortOf, withTcpPort } from './tcp-option.ts'
import { recordingTarget } from './recording-argument.ts'

interface Options {
  readonly to?: readonly string[]
  readonly keyEnv?: string
  readonly record?: string
  readonly slate?: string
  readonly channel?: number
  readonly replace?: boolean
  readonly rehearse?: boolean
  readonly gateway?: GatewayChoice
  readonly rtmpListen?: string
  readonly advertise?: string
  readonly tcpPort?: number
  readonly tcp?: boolean
}

export function addLive(parent: Command): void {
  const command = parent
    .command('live')
    .description('go live to one or several destinations, stay in front and show how it is')
    .option('--to <DEST...>', `where to: ${destinationForms}`)
    .option('--key-env <NAME>', 'variable that holds the key of a single destination', variableName)
    .option('--record <FILE>', 'record the same pictures, to MP4, MOV, MKV or AVI; never overwritten')
    .option('--slate <FILE>', 'a picture or clip that is sent while the stream does not come; see "feed standby"')
    .option('--channel <N>', "vMix's stream, from 0 (default: 0, known as Stream 1)", channel)
    .option('--replace', 'end what the channel is sending now, if it is something else')
    .option('--rehearse', 'all of it as in the show, to receivers on this machine instead of the destinations')
    .option('--rtmp-listen <HOST:PORT>', 'of the gateway that is started: where vMix sends to', hostAndPort)
    .option('--advertise <HOST:PORT>', 'of the gateway that is started: by what address vMix reaches it', hostAndPort)
    .action(ends(live))
  withGateway(command, "use this gateway (default: the data folder's; where none runs, one is started, and stays)")
  withTcpPort(command)
  withConnection(command)
  withExamples(command, [
    ['live --to twitch:env:TW_KEY', 'to one'],
    ['live --to twitch:env:TW_KEY srt://studio:9000:env:SRT_PASS', 'and to a studio by SRT, encrypted'],
    [
      'live --to rtmp://a.example/live:env:KEY_A or rtmp://b.example/live:env:KEY_B',
      'to one, with a backup address that takes over when the first fails',
    ],
    ['live --to twitch:env:TW_KEY youtube:file:yt.key --record show.mp4', 'to two, and record'],
    [
      'live --to twitch:env:TW_KEY youtube:file:yt.key --rehearse',
      'see it arrive before the show; nothing leaves this machine',
    ],
    ['live --to twitch:env:TW_KEY --slate back-soon.png', 'viewers see a picture when vMix is gone'],
    [
      'live --to twitch --key-env TW_KEY --host 192.168.1.20 --rtmp-listen 0.0.0.0:1935 --advertise 192.168.1.10:1935',
      'with a vMix on another machine',
    ],
  ])
  command.addHelpText(
    'after',
    `
In vMix the stream must be set to Custom RTMP Server. Ctrl-C asks: stop the show, leave it running, or go on.
Without a terminal a line is printed for each change (with --json an object), and a signal leaves the show running.
A rehearsal ends with Ctrl-C, or a signal: its receivers are this command.`,
  )
}

async function live(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const destinations = parseLiveDestinations(options.to ?? [], options.keyEnv)
  if (options.rehearse === true && destinations.length === 0) {
    throw usageError('A rehearsal needs the destinations of the show: name them with --to.')
  }
  if (destinations.length === 0 && options.record === undefined) {
    throw usageError(`Nothing to go live to: name a destination with --to (${destinationForms}).`)
  }
  // A key that is not there is told before anything is started; it is read again, late, when it is sent.
  for (const destination of destinations) await checkSecret(destination)
  const { runShow } = await import('./live/show.ts')
  return await runShow({
    connection,
    again: typedAgain(connection, command),
    channel: options.channel ?? 0,
    destinations,
    ...(options.record === undefined ? {} : { record: recordingTarget(options.record) }),
    ...(options.slate === undefined ? {} : { slate: options.slate }),
    replace: options.replace === true,
    rehearse: options.rehearse === true,
    gateway: options.gateway,
    rtmpListen: options.rtmpListen,
    advertise: options.advertise,
    tcpPort: tcpPortOf(options),
  })
}
