import { type Command, InvalidArgumentError } from 'commander'
import { readFile } from 'node:fs/promises'
import type { ProxyOptions, ProxyReport, RunningProxy } from '../proxy/index.ts'
import { connectionOf, type Connection, credentials, variableName, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { freePort } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

interface VMixPlace {
  readonly host: string
  readonly httpPort: number | undefined
  readonly tcpPort: number | undefined
}

interface Options {
  readonly vmix?: VMixPlace
  readonly listen?: string
  readonly httpPort?: number
  readonly tcpPort?: number
  readonly rules?: string
  readonly lock?: boolean
  readonly allowStop?: readonly string[]
  readonly strict?: boolean
  readonly frontPasswordEnv?: string
}

export function addProxy(parent: Command): void {
  const command = parent
    .command('proxy')
    .description("vMix's own HTTP and TCP API in front of a vMix: clients stay as they are, what they do is on record")
    .option('--vmix <HOST[:HTTP[:TCP]]>', 'the vMix behind it (ports: 8088 and 8099)', vmixPlace)
    .option('--listen <ADDRESS>', 'where clients come to; 0.0.0.0: from other machines too (default: 127.0.0.1)')
    .option('--http-port <PORT>', 'of the HTTP API in front (default: 8088)', freePort)
    .option('--tcp-port <PORT>', 'of the TCP API in front (default: 8099)', freePort)
    .option('--rules <FILE>', 'who may call what, as JSON; see docs/proxy.md')
    .option('--lock', 'show lock: nobody stops all streams at once, and only --allow-stop stops anything')
    .option('--allow-stop <ADDRESS>', 'who may stop while locked: an address or network; several times', add)
    .option('--strict', 'while the log fails, refuse starts (else they go through, and the page says so)')
    .option('--front-password-env <NAME>', 'variable with the password that HTTP clients have to give', variableName)
    .action(ends(run))
  withConnection(command)
  withExamples(command, [
    ['proxy --vmix 192.168.1.20 --listen 0.0.0.0', 'on another machine; point Companion and all else at this one'],
    ['proxy --vmix localhost --http-port 8188 --tcp-port 8199', "on vMix's own machine, with other ports"],
    ['proxy --vmix 192.168.1.20 --listen 0.0.0.0 --lock --allow-stop 192.168.1.10', 'during the show'],
  ])
  command.addHelpText(
    'after',
    `\nHow it stands: http://THIS-MACHINE:8088/vmixctl/ and …/vmixctl/status.json\n--user and --password-env are vMix's; --host and --port may name it instead of --vmix.`,
  )
}

/** @example vmixPlace('192.168.1.20:8088:8099'), vmixPlace('[::1]:8088') */
function vmixPlace(text: string): VMixPlace {
  const [, six, plain, http, tcp] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = six ?? plain
  const ports = [http, tcp].map((digits) => (digits === undefined ? undefined : Number(digits)))
  if (host === undefined || ports.some((port) => port !== undefined && (port < 1 || port > 65_535))) {
    throw new InvalidArgumentError('It is a machine with its ports, such as 192.168.1.20 or vmix-pc:8088:8099.')
  }
  const [httpPort, tcpPort] = ports
  return { host, httpPort, tcpPort }
}

function add(text: string, before: readonly string[] = []): readonly string[] {
  if (before.length >= 1000) throw new InvalidArgumentError('These are too many.')
  return [...before, text]
}

async function run(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { startProxy, ProxyError } = await import('../proxy/index.ts')
  using stop = stopsOnSignal()
  const starting = proxyOptions(options, connection).then(startProxy)
  await using proxy = await starting.catch((cause: unknown) => {
    const mistyped = cause instanceof ProxyError && ['bad_option', 'bad_rules', 'loop'].includes(cause.code)
    throw mistyped ? usageError(cause.message, { cause }) : cause
  })
  sayStarted(proxy, connection.json)
  await follow(proxy, connection.json, stop.signal)
  return 0
}

async function proxyOptions(options: Options, connection: Connection): Promise<ProxyOptions> {
  const { vmix, rules, frontPasswordEnv, ...rest } = options
  const { readRules } = await import('../proxy/index.ts')
  const { resolveSecret } = await import('../secrets/index.ts')
  const front =
    frontPasswordEnv === undefined ? undefined : await resolveSecret({ kind: 'env', name: frontPasswordEnv })
  return {
    ...rest,
    vmixHost: vmix?.host ?? connection.host,
    vmixHttpPort: vmix === undefined ? connection.port : vmix.httpPort,
    vmixTcpPort: vmix?.tcpPort,
    ...(await credentials(connection)),
    frontPassword: front,
    rules: rules === undefined ? undefined : readRules(await rulesText(rules)),
    dataFolder: connection.dataFolder,
    instance: connection.instance,
  }
}

async function rulesText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw usageError(
      `The rules ${path} cannot be read${why}. Check --rules; docs/proxy.md says how they are written.`,
      {
        cause,
      },
    )
  }
}

function sayStarted(proxy: RunningProxy, json: boolean): void {
  const { host, httpPort, tcpPort } = proxy
  const { vmix, recording, lock, rules, password } = proxy.report()
  if (json) {
    terminal.json({
      event: 'started',
      host,
      httpPort,
      tcpPort,
      vmix,
      folder: recording.folder,
      lock,
      rules,
      pid: process.pid,
    })
    return
  }
  const shown = host.includes(':') ? `[${host}]` : host
  terminal.say(
    `${terminal.paint('bold', 'Audit proxy')} before the vMix at ${vmix.host} (HTTP ${vmix.httpPort}, TCP ${vmix.tcpPort})`,
  )
  terminal.say(`  HTTP API  http://${shown}:${httpPort}/api/`)
  terminal.say(`  TCP API   ${shown}:${tcpPort}`)
  terminal.say(`  page      http://${shown}:${httpPort}/vmixctl/`)
  terminal.say(`  show log  ${recording.folder}`)
  if (lock) terminal.say(terminal.paint('yellow', '  Show lock is on.'))
  if (rules > 0) terminal.say(`  rules     ${rules}`)
  if (password) terminal.say("  HTTP asks for a password. vMix's TCP API knows none: rules by address hold there.")
  terminal.say('Ctrl-C ends it; what runs in vMix goes on.')
}

/** What an operator has to know at once: that nothing is recorded, and that vMix is away. */
async function follow(proxy: RunningProxy, json: boolean, signal: AbortSignal): Promise<void> {
  const { systemClock } = await import('../clock/index.ts')
  let before = ''
  while (!signal.aborted) {
    await systemClock.sleep(500, signal).catch(() => undefined)
    const report = proxy.report()
    const now = JSON.stringify([report.recording.recording, report.vmix.httpAway === null])
    if (now === before || signal.aborted) continue
    before = now
    if (json) terminal.json({ event: 'state', recording: report.recording, vmix: report.vmix })
    else for (const line of stateLines(report)) terminal.say(line)
  }
  if (json) terminal.json({ event: 'ended' })
}

function stateLines({ recording, vmix }: ProxyReport): readonly string[] {
  return [
    recording.recording
      ? terminal.paint('green', 'What goes through is being recorded.')
      : terminal.paint('red', `NOTHING IS BEING RECORDED: ${recording.why ?? ''} vMix can be controlled all the same.`),
    ...(vmix.httpAway === null ? [] : [terminal.paint('yellow', `vMix is away: ${vmix.httpAway}`)]),
  ]
}
