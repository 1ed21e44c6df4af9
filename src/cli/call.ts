import { type Command, Option } from 'commander'
import type { CallWay } from '../controller/index.ts'
import type { CallParams, CallProblem, VMixState } from '../vmix/index.ts'
import { readParameters } from './call-arguments.ts'
import { confirmedBy, type ConfirmChoice, withConfirm } from './confirm-option.ts'
import { type Connection, connectionOf, credentials, openController, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { port } from './number-arguments.ts'
import { exitCodeOf, resultLines } from './operation-result.ts'
import { ends } from './outcome.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'

interface Options extends ConfirmChoice {
  readonly dryRun?: boolean
  readonly unchecked?: boolean
  readonly transport: 'http' | 'tcp'
  readonly tcpPort: number
}

export function addCall(parent: Command): void {
  const command = parent
    .command('call')
    .description('call any function of vMix: checked before it is sent, and recorded in the show log')
    .argument('<NAME>', 'the function, as "vmixctl functions" lists it')
    .argument('[KEY=VALUE...]', 'its parameters: input, value, duration, mix, channel, selectedname, selectedindex')
    .option('--dry-run', 'check it, say what would be sent, and send nothing')
    .option('--unchecked', 'send it whatever the check says: what vMix really takes is for vMix to say')
    .addOption(new Option('--transport <WAY>', "vMix's HTTP or TCP API").choices(['http', 'tcp']).default('http'))
    .option('--tcp-port <PORT>', 'port of its TCP API', port, 8099)
    .action(ends(call))
  withConfirm(command)
  withConnection(command)
  withExamples(command, [
    ['call Fade input=2 duration=1000', 'two parameters; names in any case'],
    ['call SetText input=Title selectedname=Headline.Text "value=Ada & Grace"', 'any text, in quotes'],
    ['call StreamingSetKey value=0,env:TW_KEY', 'a key is named, never typed'],
    ['call SetVolume input=1 value=80 --dry-run', 'only look whether it is right'],
    ['functions volume', 'what there is'],
  ])
}

async function call(name: string, given: readonly string[], options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const params = await readParameters(name, given)
  await using stack = new AsyncDisposableStack()
  const way = await openWay(connection, options, stack)
  const problems = options.unchecked === true ? [] : await check(name, params, way, options.dryRun === true)
  const errors = problems.filter((problem) => problem.severity === 'error' || meansAllStreams(problem))
  if (errors.length > 0)
    throw usageError(`${errors.map(({ message }) => message).join(' ')} Nothing was sent.${still(errors)}`)
  const warnings = problems.map(({ message }) => message)
  if (options.dryRun === true) return await sayDryRun(name, params, warnings, connection.json)

  const controller = stack.use(await openController(connection))
  const result = await controller.callFunction({ name, params, via: way, ...confirmedBy(options) })
  if (connection.json) terminal.json({ ...result, warnings })
  else for (const line of [...resultLines(result), ...warningLines(warnings)]) terminal.say(line)
  return exitCodeOf(result)
}

interface Way extends CallWay {
  state(): Promise<VMixState>
}

/** HTTP, where vMix refuses functions that it does not know, or TCP, where it answers OK to any name. */
async function openWay(connection: Connection, options: Options, stack: AsyncDisposableStack): Promise<Way> {
  const { host } = connection
  if (options.transport === 'http') {
    const { VMixHttpClient } = await import('../vmix/index.ts')
    return stack.use(new VMixHttpClient({ host, port: connection.port, ...(await credentials(connection)) }))
  }
  const { VMixTcpClient } = await import('../vmix/index.ts')
  const client = stack.use(new VMixTcpClient({ host, port: options.tcpPort }))
  return {
    async call(name, params, { signal }) {
      await client.ready({ signal, timeoutMs: 3000 })
      await client.call(name, params, { signal })
    },
    async state() {
      await client.ready({ timeoutMs: 3000 })
      return await client.readState()
    },
  }
}

/** Against the catalogue, and against this vMix's version where that matters. */
async function check(name: string, params: CallParams, way: Way, dryRun: boolean): Promise<readonly CallProblem[]> {
  const { checkCall, dependsOnVersion, VMixError } = await import('../vmix/index.ts')
  const atOnce = checkCall(name, params)
  if (!dependsOnVersion(name, params) || atOnce.some(({ severity }) => severity === 'error')) return atOnce
  try {
    const { version } = await way.state()
    return checkCall(name, params, { version })
  } catch (error) {
    // A look at a call needs no vMix; sending it does.
    if (!dryRun || !(error instanceof VMixError)) throw error
    terminal.remark('No vMix answers, so it is not checked against a version.')
    return atOnce
  }
}

/** vMix takes a stream that is not named for all of them, and one too many ends a show: who means all says `value=`. */
function meansAllStreams({ code, message }: CallProblem): boolean {
  return code === 'missing' && message.includes('all streams')
}

function still(errors: readonly CallProblem[]): string {
  if (errors.every(meansAllStreams)) return ' If all are meant, add value= with nothing behind it.'
  const unknown = errors.some(({ code }) => code === 'unknown_function')
  return unknown ? ' With --unchecked it is sent all the same.' : ' With --unchecked vMix decides.'
}

async function sayDryRun(
  name: string,
  params: CallParams,
  warnings: readonly string[],
  json: boolean,
): Promise<number> {
  const { redactedCall } = await import('../vmix/index.ts')
  const shown = redactedCall(name, params)
  if (json) terminal.json({ success: true, dryRun: true, call: shown, warnings })
  else for (const line of [`Would be sent: ${shown}`, ...warningLines(warnings)]) terminal.say(line)
  return 0
}

function warningLines(warnings: readonly string[]): readonly string[] {
  return warnings.flatMap((warning) => hanging(terminal.paint('yellow', '!'), warning, terminal.width))
}
