import type { Command } from 'commander'
import { confirmedBy, type ConfirmChoice, withConfirm } from './confirm-option.ts'
import { type Connection, connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, namedGateway, runningGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { sayHashes } from './recording-hashes.ts'
import { recordingLines } from './recording-text.ts'
import { remoteOperation } from './remote/remote-operation.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'

interface Options extends ServerChoice, ConfirmChoice {
  readonly channel: number
  readonly destination?: string
  readonly gateway?: GatewayChoice
}

export function addStreamStop(parent: Command): void {
  const command = parent
    .command('stop')
    .description('stop one stream with all its destinations, or one destination alone; other streams go on')
    .requiredOption('--channel <N>', "vMix's stream, from 0", channel)
    .option(
      '--destination <ID>',
      'end this destination alone (its id stands in "vmixctl status --json"); needs --gateway',
    )
    .action(ends(stop))
  withConfirm(command)
  withServer(command)
  withGateway(command, 'end its destinations at the gateway that runs too (default: of the data folder)')
  withConnection(command)
  withExamples(command, [
    ['stream stop --channel 0', 'tell vMix to stop Stream 1'],
    ['stream stop --channel 0 --gateway', 'end a show that "vmixctl live" has started, and its recording'],
  ])
}

async function stop(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteStop(options.server, options, connection)
  await using gateway = options.gateway === undefined ? null : await namedGateway(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  const { channel: number, destination } = options
  const result = await controller.stopStream({
    channel: number,
    ...(destination === undefined ? {} : { destinationId: destination }),
    ...confirmedBy(options),
  })
  const more = result.success ? [...recordingLines(result.recordings), ...(await stillAtGateway())] : []
  const code = sayResult(result, connection.json, more)
  if (result.success && gateway !== null) await sayHashes(controller, result.recordings, connection.json)
  return code

  /** vMix alone was told; where a gateway has this stream too, its destinations and recording are still open there. */
  async function stillAtGateway(): Promise<readonly string[]> {
    if (gateway !== null || connection.json) return []
    await using running = await runningGateway(connection).catch(() => null)
    const feeds = (await running?.status().catch(() => null))?.feeds ?? []
    const held = feeds.some((feed) => feed.instance === controller.instance && feed.channel === number)
    return held ? ['  The gateway still holds this show open: add --gateway to end it there too.'] : []
  }
}

async function remoteStop(server: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['channel', 'destination', 'confirm'])
  const { channel: number, destination } = options
  const body = { ...(destination === undefined ? {} : { destinationId: destination }), ...confirmedBy(options) }
  const { operationResult } = await import('./remote/answers.ts')
  return await remoteOperation(await remoteVMix(server, connection), `/streams/${number}/stop`, body, {
    schema: operationResult,
    result: (ended) => ended,
    json: connection.json,
  })
}
