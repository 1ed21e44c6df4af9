import { resolve } from 'node:path'
import type { Command } from 'commander'
import { confirmedBy, type ConfirmChoice, withConfirm } from './confirm-option.ts'
import { type Connection, connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { sayHashes } from './recording-hashes.ts'
import { recordingLines } from './recording-text.ts'
import { remoteOperation } from './remote/remote-operation.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'

interface Options extends ServerChoice, ConfirmChoice {
  readonly channel?: number
  readonly id?: string
  readonly rename?: string
  readonly folder?: string
  readonly gateway?: GatewayChoice
}

export function addRecordStop(parent: Command): void {
  const command = parent
    .command('stop')
    .description("stop vMix's own recording, or with --gateway the gateway's; the stream goes on")
    .option('--channel <N>', 'stream whose recording the gateway ends, from 0 (default: 0)', channel)
    .option('--id <ID>', 'one recording of the stream alone, by the id that its start said (default: all)')
    .option('--rename <NAME>', "another name for vMix's own recording: {preset}_{date}, where its folder is reached")
    .option('--folder <DIR>', 'with --rename: by which folder it is reached from here')
    .action(ends(stop))
  withConfirm(command)
  withServer(command)
  withGateway(command, 'the recording of the gateway that runs (default: of the data folder)')
  withConnection(command)
  withExamples(command, [
    ['record stop', "stop vMix's own recorder"],
    ['record stop --rename {preset}_{date}', 'and name what it has recorded'],
    ['record stop --gateway', "finish the gateway's file"],
  ])
}

async function stop(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteStop(options.server, options, connection)
  await using gateway = options.gateway === undefined ? null : await namedGateway(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  const result = await controller.stopRecording({
    ...(options.channel === undefined ? {} : { channel: options.channel }),
    ...(options.rename === undefined ? {} : { rename: options.rename }),
    ...(options.folder === undefined ? {} : { folder: resolve(options.folder) }),
    ...(options.id === undefined ? {} : { recordingId: options.id }),
    recorder: gateway === null ? 'vmix' : 'gateway',
    ...confirmedBy(options),
  })
  const code = sayResult(result, connection.json, result.success ? recordingLines(result.recordings) : [])
  if (result.success && gateway !== null) await sayHashes(controller, result.recordings, connection.json)
  return code
}

async function remoteStop(server: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['channel', 'id', 'confirm'])
  const body = {
    ...(options.channel === undefined ? {} : { channel: options.channel }),
    ...(options.id === undefined ? {} : { recordingId: options.id }),
    ...confirmedBy(options),
  }
  const { operationResult } = await import('./remote/answers.ts')
  return await remoteOperation(await remoteVMix(server, connection), '/recordings/stop', body, {
    schema: operationResult,
    result: (ended) => ended,
    json: connection.json,
  })
}
