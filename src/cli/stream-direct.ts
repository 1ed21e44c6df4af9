import type { Command } from 'commander'
import { connectionOf, openController, variableName, withConnection } from './connection.ts'
import { destinationForms, parseDestination } from './destination-argument.ts'
import { usageError } from './exit-code.ts'
import { gatewayToAsk, gatewayWasEnded, hostAndPort } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { remoteOperation } from './remote/remote-operation.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'
import { stopsOnSignal } from './stop-signal.ts'

interface Options extends ServerChoice {
  readonly channel: number
  readonly keyEnv?: string
  readonly gateway?: string
}

export function addStreamDirect(parent: Command): void {
  const command = parent
    .command('direct')
    .description('the gateway is gone: have vMix send a stream by itself, to one destination')
    .argument('[DEST]', `where it goes, and where its key stands: ${destinationForms}; with --server its name there`)
    .requiredOption('--channel <N>', "vMix's stream, from 0: 0 is what people know as Stream 1", channel)
    .option('--key-env <NAME>', 'variable that holds the key, where DEST names none', variableName)
    .option(
      '--gateway <HOST:PORT>',
      "control address of the gateway that is gone; default: the data folder's",
      hostAndPort,
    )
    .action(ends(direct))
  withServer(command)
  withConnection(command)
  withExamples(command, [
    ['stream direct --channel 0 --server http://control:8480', 'to the first destination that it had'],
    ['stream direct twitch:env:TW_KEY --channel 0', 'without a server the key has to be named again'],
  ])
  command.addHelpText(
    'after',
    `
vMix is stopped, given the destination's own address, and started. Other destinations, the gateway's recordings and all
figures of the stream are lost. The gateway is asked for six seconds; refused where it answers, and where it is not known (name it with
--gateway). The way back: "stream start" or "live" with --replace.`,
  )
}

async function direct(dest: string | undefined, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { json } = connection
  if (options.server !== undefined) {
    refuseLocal({ ...options }, ['channel'])
    if (dest !== undefined && !/^[A-Za-z0-9._:-]{1,128}$/.test(dest)) {
      throw usageError('With --server the destination is named as the server knows it: twitch. Its key stands there.')
    }
    const { operationResult } = await import('./remote/answers.ts')
    const body = dest === undefined ? {} : { destination: dest }
    const vmix = await remoteVMix(options.server, connection)
    return await remoteOperation(vmix, `/streams/${options.channel}/direct`, body, {
      schema: operationResult,
      result: (ended) => ended,
      json,
    })
  }
  if (dest === undefined) {
    throw usageError(`Name the destination and its key: ${destinationForms}. A server knows them (--server).`)
  }
  const destination = parseDestination(dest, options.keyEnv)
  await using gateway = await gatewayToAsk(connection, options.gateway)
  // Where none has ever run, the stream went through another one.
  const isGone = gateway === null && (await gatewayWasEnded(connection))
  await using controller = await openController(connection, gateway)
  using stop = stopsOnSignal()
  const result = await controller.sendDirectly({
    ...destination,
    channel: options.channel,
    ...(isGone ? { gatewayIsGone: true } : {}),
    signal: stop.signal,
  })
  return sayResult(result, json)
}
