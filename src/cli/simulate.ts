import type { Command } from 'commander'
import { systemClock } from '../clock/index.ts'
import type { Simulator } from '../simulator/index.ts'
import { connectionOf, credentials, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { count, freePort } from './number-arguments.ts'
import { ends } from './outcome.ts'
import {
  bitrate,
  fault,
  frameRate,
  mediaKind,
  pictureSize,
  type SimulateOptions,
  simulatorOptions,
} from './simulate-options.ts'
import { requestLine, streamLine } from './simulator-text.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

/** @param faults what `simulateFaults` gave; empty where this command's help is not wanted: its table is heavy to load */
export function addSimulate(parent: Command, faults: string): void {
  const command = parent
    .command('simulate')
    .description(
      'run a simulated vMix on this machine: its HTTP and TCP API, with streams and recordings that are real',
    )
    .option('--http-port <PORT>', 'of the HTTP API; 0: any free one (default: 8088)', freePort)
    .option('--tcp-port <PORT>', 'of the TCP API; 0: any free one (default: 8099)', freePort)
    .option('--vmix-version <VERSION>', 'from 23 on (default: 29.0.0.49)')
    .option('--edition <NAME>', 'Basic, HD, 4K, Pro, … (default: Pro)')
    .option(
      '--inputs <N>',
      'inputs of the preset; eight cameras and pictures, then one of every kind (default: 16)',
      count,
    )
    .option('--preset <FILE>', 'show this state document, as saved from http://VMIX:8088/api/')
    .option('--no-tcp', 'without the TCP API')
    .option('--lan-only', 'answer 403 to whoever is not in a local network')
    .option('--web-password <REF>', 'ask for this password: env:NAME or file:PATH')
    .option('--media <KIND>', 'clip (built in) or ffmpeg, which makes a test picture (default: clip)', mediaKind)
    .option('--size <WxH>', 'of the picture that ffmpeg makes (default: 1280x720)', pictureSize)
    .option('--fps <N>', 'frames per second that ffmpeg makes (default: 30)', frameRate)
    .option('--bitrate <RATE>', 'of the picture that ffmpeg makes: 2500k, 2.5M (default: 2500k)', bitrate)
    .option('--fault <NAME[=VALUE]>', 'go wrong in this way; may be given several times, see below', fault)
    .option('--recordings <DIR>', "folder for what it records (default: among the system's temporary files)")
    .action(ends(run))
  withConnection(command, ['host', 'passwordEnv', 'json'], {
    host: 'address to listen on (default: 127.0.0.1)',
    passwordEnv: 'variable with a password to ask for, as --web-password env:NAME',
  })
  withExamples(command, [
    ['simulate', 'a vMix 29 Pro on its usual ports; then, elsewhere: vmixctl doctor'],
    ['simulate --vmix-version 27.0.0.81 --fault slow=500', 'an older one that answers late'],
    ['simulate --fault destination=Twitch', 'the streams are not set to Custom RTMP'],
    ['simulate --preset show.xml --no-tcp', 'a show that was saved from a real vMix'],
    ['simulate --media ffmpeg --size 1920x1080 --fps 50 --bitrate 6M', 'a larger picture, made by ffmpeg'],
  ])
  command.addHelpText('after', faults)
}

/** The faults that there are, for the help. */
export async function simulateFaults(): Promise<string> {
  const { faultTable } = await import('./simulator-text.ts')
  return `\nFaults:\n${await faultTable()}`
}

async function run(options: SimulateOptions, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (command.optsWithGlobals<{ port?: number }>().port !== undefined)
    throw usageError(
      '--port is where other commands look for vMix. The simulator listens on --http-port and --tcp-port.',
    )
  const { startSimulator, SimulatorError } = await import('../simulator/index.ts')
  const { password } = await credentials(connection)
  using stop = stopsOnSignal()
  const starting = startSimulator({
    clock: systemClock,
    ...(connection.host === 'localhost' ? {} : { host: connection.host }),
    ...(password === undefined ? {} : { webPassword: password }),
    ...(await simulatorOptions(options)),
  })
  await using simulator = await starting.catch((cause: unknown) => {
    const mistyped =
      cause instanceof SimulatorError &&
      ['bad_option', 'bad_preset', 'unknown_fault', 'bad_fault_value'].includes(cause.code)
    throw mistyped ? usageError(cause.message, { cause }) : cause
  })
  sayStarted(simulator, connection.json)
  const over = new AbortController()
  // Whoever started it as a part of something larger (the demo) takes it along when it ends, however it ends.
  const onDisconnect = () => over.abort()
  process.once('disconnect', onDisconnect)
  await follow(simulator, connection.json, AbortSignal.any([stop.signal, over.signal]))
  process.off('disconnect', onDisconnect)
  return 0
}

function sayStarted(simulator: Simulator, json: boolean): void {
  const { host, httpPort, tcpPort, vmixVersion, edition, faults } = simulator
  if (json) {
    terminal.json({
      event: 'started',
      simulated: true,
      host,
      httpPort,
      tcpPort,
      vmixVersion,
      edition,
      faults,
      pid: process.pid,
    })
    return
  }
  terminal.say(
    `${terminal.paint(['bold', 'yellow'], 'SIMULATED')} vMix ${vmixVersion} (${edition}). Nothing here is real video.`,
  )
  terminal.say(`  HTTP API  http://${host}:${httpPort}/api/`)
  terminal.say(`  TCP API   ${tcpPort === 0 ? 'none' : `${host}:${tcpPort}`}`)
  if (faults.length > 0) terminal.say(`  Faults    ${terminal.paint('yellow', faults.join(', '))}`)
  terminal.say('Ctrl-C ends it. Commands that it receives:')
}

/** Prints commands as they come and streams as they change; state reads are too many to be printed. */
async function follow(simulator: Simulator, json: boolean, signal: AbortSignal): Promise<void> {
  const { channelCount } = await import('../vmix/index.ts')
  let seen = 0
  const streams = new Map<number, string>()
  while (!signal.aborted) {
    const fresh = simulator.receivedTotal - seen
    seen = simulator.receivedTotal
    for (const request of fresh > 0 ? simulator.received.slice(-fresh) : []) {
      if (request.function === null) continue
      if (json) terminal.json({ event: 'request', simulated: true, ...request })
      else terminal.say(requestLine(request))
    }
    for (let channel = 0; channel < channelCount(simulator.vmixVersion); channel++) {
      const stream = simulator.stream(channel)
      const line = streamLine(stream)
      if (
        (streams.get(channel) ?? streamLine({ ...stream, live: false, senderState: 'idle', lastError: null })) === line
      )
        continue
      streams.set(channel, line)
      if (json) {
        const { destinationKind, url, live, senderState, lastError } = stream
        terminal.json({ event: 'stream', simulated: true, channel, destinationKind, url, live, senderState, lastError })
      } else terminal.say(line)
    }
    await systemClock.sleep(200, signal).catch(() => undefined)
  }
}
