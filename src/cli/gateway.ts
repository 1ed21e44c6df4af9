import { type Command, Option } from 'commander'
import { systemClock } from '../clock/index.ts'
import type { Supervised } from '../gateway/index.ts'
import { connectionOf, type Connection, withConnection } from './connection.ts'
import { hostAndPort } from './gateway-argument.ts'
import { addGatewayOpen } from './gateway-open.ts'
import { addGatewayStatus } from './gateway-status.ts'
import { addGatewayStop } from './gateway-stop.ts'
import { superviseGateway } from './gateway-supervisor.ts'
import { withExamples } from './help-examples.ts'
import { type GivenLimits, noLimits, withLimits } from './limit-option.ts'
import { count, hungAfter, seconds } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly rtmpListen?: string
  readonly advertise?: string
  readonly control?: string
  readonly exitWhenIdle?: number
  readonly exitWith?: number
  readonly srtLibrary?: string
  readonly secondPublisher?: 'refuse' | 'take-over'
  readonly limit?: GivenLimits
  readonly takeUpWithin?: number
  readonly hungAfter?: number
  readonly supervisor: boolean
  readonly supervised?: boolean
}

export function addGateway(parent: Command): void {
  const command = parent
    .command('gateway')
    .description(
      'run the media gateway: takes the stream from vMix, measures it, sends it on. "live" starts one by itself',
    )
    .option('--rtmp-listen <HOST:PORT>', 'where vMix sends to (default: 127.0.0.1:1935)', hostAndPort)
    .option('--advertise <HOST:PORT>', 'by what address vMix reaches it, where that is another', hostAndPort)
    .option(
      '--control <HOST:PORT>',
      'where it takes commands, on this machine alone (default: 127.0.0.1:8481)',
      hostAndPort,
    )
    .option('--exit-when-idle <SECONDS>', 'end when for so long there was no stream and no command', seconds(1, 86_400))
    .option('--srt-library <FILE>', 'libsrt, where the system does not find it by itself')
    .addOption(
      new Option(
        '--second-publisher <WHAT>',
        'somebody publishes with a key on which somebody else is sending (default: refuse)',
      ).choices(['refuse', 'take-over']),
    )
    .option('--exit-with <PID>', 'end when this process ends', count)
    .option(
      '--take-up-within <SECONDS>',
      'what a killed gateway had open is taken up when it is not longer ago (default: 900; 0: never)',
      seconds(0, 86_400),
    )
    .option(
      '--hung-after <SECONDS>',
      'one that says nothing for so long is ended and started again (default: 10; 0: never, for a debugger)',
      hungAfter,
    )
    .option('--no-supervisor', 'do not start it again when it dies: something else does, such as systemd')
    .addOption(new Option('--supervised', 'set by the supervisor for the process that it starts').hideHelp())
    .action(ends(run))
  withLimits(command)
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['gateway', 'for a vMix on this machine'],
    ['gateway --rtmp-listen 0.0.0.0:1935 --advertise 192.168.1.10:1935', 'for a vMix on another machine'],
    ['gateway status', 'what runs, and where'],
    ['gateway open', 'the same in a browser'],
    ['gateway stop', 'end it, unless it carries streams'],
  ])
  addGatewayStatus(command)
  addGatewayOpen(command)
  addGatewayStop(command)
}

async function run(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  using stop = stopsOnSignal()
  if (options.supervisor && options.supervised !== true) {
    return await superviseGateway(connection, stop.signal, options.hungAfter)
  }
  const { supervised } = await import('../gateway/index.ts')
  const supervisor = options.supervised === true ? supervised() : null
  try {
    return await runHere(connection, options, supervisor, stop.signal)
  } finally {
    supervisor?.[Symbol.dispose]()
  }
}

async function runHere(
  connection: Connection,
  options: Options,
  supervisor: Supervised | null,
  stop: AbortSignal,
): Promise<number> {
  const { runGatewayProcess } = await import('../gateway/index.ts')
  const { rtmpListen, advertise, control, exitWhenIdle, exitWith, srtLibrary, secondPublisher } = options
  const over = new AbortController()
  if (exitWith !== undefined) void whenGone(exitWith, over)
  const { info, done } = await runGatewayProcess(
    {
      dataFolder: connection.dataFolder,
      clock: systemClock,
      ...(supervisor === null ? {} : { supervisor: supervisor.pid }),
      ...(supervisor?.predecessor == null ? {} : { predecessor: supervisor.predecessor }),
      ...(options.limit ?? noLimits),
      ...(options.takeUpWithin === undefined ? {} : { takeUpWithinMs: options.takeUpWithin * 1000 }),
      ...(rtmpListen === undefined ? {} : { rtmpListen }),
      ...(advertise === undefined ? {} : { advertise }),
      ...(control === undefined ? {} : { controlListen: control }),
      ...(srtLibrary === undefined ? {} : { srtLibrary }),
      ...(secondPublisher === 'take-over' ? { onSecondPublisher: 'take_over' } : {}),
      ...(exitWhenIdle === undefined ? {} : { idleExitMs: exitWhenIdle * 1000 }),
    },
    AbortSignal.any([stop, over.signal, ...(supervisor === null ? [] : [supervisor.stop])]),
  )
  supervisor?.started()
  if (connection.json) terminal.json({ event: 'started', ...info })
  else {
    terminal.say(`${terminal.paint('bold', 'Gateway')} running, process ${info.pid}.`)
    terminal.say(`  vMix sends to  rtmp://${info.rtmp}`)
    terminal.say(`  control        ${info.url}`)
    terminal.say(`  data folder    ${connection.dataFolder}`)
    terminal.say('Ctrl-C ends it, and every stream that runs through it.')
  }
  const why = await done
  over.abort()
  if (connection.json) terminal.json({ event: 'ended', why })
  else terminal.say(why === 'idle' ? 'Gateway ended: nothing was left to do.' : 'Gateway ended.')
  return 0
}

/** Asks once a second whether a process is still there; aborts when it is not. */
async function whenGone(pid: number, over: AbortController): Promise<void> {
  while (!over.signal.aborted) {
    try {
      process.kill(pid, 0)
    } catch {
      over.abort()
    }
    await systemClock.sleep(1000, over.signal).catch(() => undefined)
  }
}
