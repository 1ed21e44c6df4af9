import { createRedactor } from '../../secrets/index.ts'
import {
  ConfigError,
  ServerError,
  serverLogger,
  startServer,
  type RunningServer,
  type ServeOptions,
} from '../../server/index.ts'
import { keepCompiled } from '../compile-cache.ts'
import type { Connection } from '../connection.ts'
import { CommandFailed, exitCodes } from '../exit-code.ts'
import { ownProgram } from '../own-program.ts'
import { usualConfig } from '../serve.ts'
import { terminal } from '../terminal.ts'
import { version } from '../version.ts'
import { openDemoStage, type DemoStage } from './demo-stage.ts'
import { serverSignals } from './server-signals.ts'

export interface ServeRequest {
  readonly connection: Connection
  /** As given; undefined: the usual one, if it is there. */
  readonly config: string | undefined
  readonly listen: string | undefined
  /** Null: no demo. */
  readonly demo: { readonly keep: boolean } | null
}

/** Runs until a signal. @returns the code that the process ends with */
export async function runServer(request: ServeRequest): Promise<number> {
  const { connection, demo } = request
  using signals = serverSignals()
  await using stage = demo === null ? null : await openDemoStage(demo, signals.stop)
  await using server = await started(optionsOf(request, stage))
  sayStarted(request, server, stage)
  keepCompiled()
  signals.onReload(() => void server.reload())
  await signals.ended
  if (!connection.json) terminal.say('The server ends. What runs in vMix and at the gateway goes on.')
  return exitCodes.done
}

function optionsOf({ connection, config, listen }: ServeRequest, stage: DemoStage | null): ServeOptions {
  const redactor = createRedactor()
  const as = connection.json || !terminal.interactive ? 'json' : 'text'
  const log = serverLogger({ redactor, write: (line) => void process.stderr.write(line), as })
  const common = {
    version: version(),
    log,
    redactor,
    ...(listen === undefined ? {} : { listen }),
  }
  if (stage !== null) {
    const { settings, dataFolder } = stage
    return { ...common, configFile: null, mayCome: false, settings, simulated: true, dataFolder, gatewayProgram: null }
  }
  return {
    ...common,
    configFile: config ?? usualConfig,
    mayCome: config === undefined,
    simulated: false,
    dataFolder: connection.dataFolder,
    gatewayProgram: (args) => ownProgram(['gateway', ...args]),
  }
}

async function started(options: ServeOptions): Promise<RunningServer> {
  try {
    return await startServer(options)
  } catch (cause) {
    if (cause instanceof ConfigError)
      throw new CommandFailed(exitCodes.usage, `config_${cause.code}`, cause.message, { cause })
    if (cause instanceof ServerError)
      throw new CommandFailed(exitCodes.failed, `server_${cause.code}`, cause.message, { cause })
    throw cause
  }
}

function sayStarted({ connection, config, demo }: ServeRequest, server: RunningServer, stage: DemoStage | null): void {
  const { url, room } = server
  const isFirstRun = room.desks.size === 0
  if (connection.json) {
    terminal.json({ event: 'started', url, pid: process.pid, simulated: demo !== null, first_run: isFirstRun })
    return
  }
  if (stage !== null) {
    terminal.say(
      `${terminal.paint(['bold', 'yellow'], 'SIMULATED')} Nothing here is real video, and nothing leaves this machine.`,
    )
  }
  terminal.say(`${terminal.paint('bold', 'Control room')}  ${url}`)
  if (isFirstRun) {
    terminal.say(
      `  There is no ${config ?? usualConfig} yet: the page says how to begin, or write one with "vmixctl config init".`,
    )
  }
  for (const { name, controller } of room.desks.values()) terminal.say(`  ${name}  log: ${controller.witnessFolder}`)
  terminal.say('Ctrl-C ends the server, and no stream.')
}
