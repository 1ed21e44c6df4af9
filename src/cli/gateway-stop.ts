import type { Command } from 'commander'
import { systemClock } from '../clock/index.ts'
import { connectionOf, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly withStreams?: boolean
}

/** Outputs say goodbye and recordings are finished meanwhile; each is bounded in time. */
const END_MS = 45_000
const LOOK_MS = 100

export function addGatewayStop(parent: Command): void {
  const command = parent
    .command('stop')
    .description('end the gateway of the data folder, and its supervisor; not while it carries streams')
    .option('--with-streams', 'end it all the same, and every stream that runs through it')
    .action(ends(stop))
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['gateway stop', 'when the show is over'],
    ['gateway stop --with-streams', 'whatever runs through it'],
  ])
}

async function stop({ withStreams = false }: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { findGateway, gatewayFolder, readEndpoint } = await import('../gateway/index.ts')
  const folder = gatewayFolder(connection.dataFolder)
  const endpoint = await readEndpoint(folder)
  const gateway = await findGateway({ dataFolder: connection.dataFolder })
  if (gateway === null || endpoint === null) {
    if (connection.json) terminal.json({ success: true, was_running: false })
    else terminal.say(`No gateway is running for the data folder ${connection.dataFolder}.`)
    return exitCodes.done
  }
  await gateway.stop(withStreams ? 'end' : 'only_without')
  await gateway[Symbol.asyncDispose]()
  const until = systemClock.monotonic() + END_MS
  while (isThere(endpoint.pid)) {
    if (systemClock.monotonic() > until) {
      const what = `The gateway (process ${endpoint.pid}) was asked to end and has not within ${END_MS / 1000} s.`
      throw new CommandFailed(exitCodes.failed, 'timeout', what)
    }
    await systemClock.sleep(LOOK_MS)
  }
  if (connection.json) terminal.json({ success: true, was_running: true, process: endpoint.pid })
  else terminal.say(`Gateway ended (process ${endpoint.pid}).`)
  return exitCodes.done
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
