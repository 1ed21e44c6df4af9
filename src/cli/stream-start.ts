import { type Command, Option } from 'commander'
import { confirmedBy, type ConfirmChoice, withConfirm } from './confirm-option.ts'
import { type Connection, connectionOf, openController, variableName, withConnection } from './connection.ts'
import { destinationForms, parseDestination } from './destination-argument.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { parseSrt } from './srt-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel, count } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { usageError } from './exit-code.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { remoteOperation } from './remote/remote-operation.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'

interface Options extends ServerChoice, ConfirmChoice {
  readonly channel: number
  readonly keyEnv?: string
  readonly replace?: boolean
  readonly rehearse?: boolean
  readonly gateway?: GatewayChoice
  readonly srtMode?: 'caller' | 'listener'
  readonly latency?: number
  readonly keyLength?: number
  readonly streamIdEnv?: string
}

export function addStreamStart(parent: Command): void {
  const command = parent
    .command('start')
    .description('start one stream to one destination: vMix sends there itself, or with --gateway the gateway does')
    .argument('<DEST>', `where it goes, and where its key stands: ${destinationForms}`)
    .requiredOption('--channel <N>', "vMix's stream, from 0: 0 is what people know as Stream 1", channel)
    .option('--key-env <NAME>', 'variable that holds the key, where DEST names none', variableName)
    .option('--replace', 'end what the channel is sending now, if it is something else')
    .option('--rehearse', 'all of it as in the show, to a receiver on this machine instead; stays in front')
    .addOption(
      new Option(
        '--srt-mode <MODE>',
        'SRT: who calls (default: caller; listener where the address names no host)',
      ).choices(['caller', 'listener']),
    )
    .option('--latency <MS>', 'SRT: four times the round trip, or more (default: 120)', count)
    .option('--key-length <BYTES>', 'SRT: of the AES key: 16, 24 or 32', count)
    .option('--stream-id-env <NAME>', 'SRT: variable that holds the stream id', variableName)
    .action(ends(start))
  withConfirm(command)
  withServer(command)
  withGateway(command, 'send through the gateway that runs (default: of the data folder), which measures it')
  withConnection(command)
  withExamples(command, [
    [
      'stream start twitch:env:TW_KEY --channel 0',
      'vMix sends to Twitch itself; no figures, because vMix reports none',
    ],
    ['stream start youtube:file:yt.key --channel 0 --gateway', 'one more destination of the show that is on'],
    ['stream start srt://studio:9000 --key-env SRT_PASS --latency 200 --channel 0 --gateway', 'by SRT, encrypted'],
    ['stream start twitch --channel 0 --server http://control:8480', 'by the server, to its destination "twitch"'],
    [
      'stream start twitch:env:TW_KEY --channel 0 --gateway --rehearse',
      'the same without Twitch: nothing leaves this machine',
    ],
    ['stream start rtmp://server/app --key-env KEY --channel 1 --replace', 'instead of what channel 1 sends now'],
  ])
}

async function start(dest: string, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteStart(options.server, dest, options, connection)
  const destination = /^srt:/i.test(dest) ? null : parseDestination(dest, options.keyEnv)
  await using gateway = options.gateway === undefined ? null : await namedGateway(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  if (options.rehearse === true) {
    const { rehearseStream } = await import('./stream-rehearse.ts')
    const { channel } = options
    const request = { channel, replace: options.replace === true, ...confirmedBy(options) }
    const only = destination ?? parseSrt(dest, options)
    return await rehearseStream(controller, { ...request, destinations: [only] }, connection.json)
  }
  using stop = stopsOnSignal()
  const given = { channel: options.channel, signal: stop.signal, ...confirmedBy(options) }
  // Checked and refused with what works instead, as the library does.
  if (destination === null) {
    const srt = { ...parseSrt(dest, options), ...given, replace: options.replace === true }
    return sayResult(await controller.startSrtStream(srt), connection.json)
  }
  const result = await controller.startRtmpStream({ ...destination, ...given, replace: options.replace === true })
  return sayResult(result, connection.json)
}

/** To a destination that is set up at the server, where its key stands. */
async function remoteStart(server: string, dest: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['channel', 'replace', 'rehearse', 'confirm'])
  if (!/^[a-z0-9._-]{1,64}$/.test(dest)) {
    throw usageError(
      'With --server the destination is named as the server knows it: twitch. Its address and key stand there.',
    )
  }
  const { showResult } = await import('./remote/answers.ts')
  const body = {
    destinations: [{ preset: dest }],
    replace: options.replace === true,
    ...(options.rehearse === true ? { rehearse: true } : {}),
    ...confirmedBy(options),
  }
  return await remoteOperation(await remoteVMix(server, connection), `/streams/${options.channel}/start`, body, {
    schema: showResult,
    result: ({ destinations: [ended] }) => ended,
    json: connection.json,
  })
}
