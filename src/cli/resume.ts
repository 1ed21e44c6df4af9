import type { Command } from 'commander'
import type { ResumePlan } from '../controller/index.ts'
import { connectionOf, openController, withConnection } from './connection.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { gatewayForReading, type GatewayChoice, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { exitCodeOf, resultLines } from './operation-result.ts'
import { ends } from './outcome.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

interface Options extends ServerChoice {
  readonly gateway?: GatewayChoice
  readonly dryRun?: boolean
}

export function addResume(parent: Command): void {
  const command = parent
    .command('resume')
    .description('after vMix was away: bring back what was on, to the same destinations, and the recordings')
    .option('--dry-run', 'only say what would be brought back')
    .action(ends(resume))
  withServer(command)
  withGateway(command, "the gateway through which it went (default: the data folder's, where one runs)")
  withConnection(command)
  withExamples(command, [
    ['resume', 'all that the show log wants on and that is off'],
    ['resume --dry-run', 'what would that be?'],
    ['resume --server http://control:8480', 'by the server, which knows where the keys stand'],
  ])
  command.addHelpText(
    'after',
    `
What was stopped on purpose stays off. Where vMix sends by itself, its key is not known here: a server knows where it
stands, or "stream start" is told.`,
  )
}

async function resume(options: Options, command: Command): Promise<ExitCode> {
  const connection = await connectionOf(command)
  const { server, dryRun = false } = options
  if (server !== undefined) {
    refuseLocal({ ...options }, ['dryRun'])
    const { remoteResume } = await import('./remote/remote-resume.ts')
    return await remoteResume(await remoteVMix(server, connection), { dryRun, json: connection.json })
  }
  await using gateway = await gatewayForReading(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  using stop = stopsOnSignal()
  if (dryRun) return sayPlan(await controller.resumePlan({ signal: stop.signal }), connection.json)
  return sayResumed(await controller.resumeShow({ signal: stop.signal }), connection.json)
}

type Result = Parameters<typeof resultLines>[0]

/** Each stream and the recorder with its own line. @returns the code of the first that failed */
export function sayResumed(
  all: {
    readonly success: boolean
    readonly message: string
    readonly streams: readonly Result[]
    readonly recording: Result | null
    readonly leftAlone: ResumePlan['leftAlone']
  },
  json: boolean,
): ExitCode {
  const { streams, recording, leftAlone } = all
  const parts = [...streams, ...(recording === null ? [] : [recording])]
  const failure = parts.find(({ success }) => !success)
  if (json) terminal.json(all)
  else if (parts.length === 0) terminal.say(all.message)
  else {
    for (const line of parts.flatMap((part) => resultLines(part))) terminal.say(line)
    for (const { why } of leftAlone) terminal.say(`  ${why}`)
  }
  return failure === undefined ? exitCodes.done : exitCodeOf(failure)
}

function sayPlan(plan: ResumePlan, json: boolean): ExitCode {
  if (json) terminal.json({ success: true, ...plan })
  else for (const line of planLines(plan)) terminal.say(line)
  return exitCodes.done
}

function planLines({ streams, recorder, leftAlone }: ResumePlan): readonly string[] {
  const lines = streams.map(({ channel, via, destinations, recordings }) => {
    const to = destinations.map(({ name }) => name).join(', ') || 'nobody'
    const files = recordings.length === 0 ? '' : `; recorded again after ${recordings.join(', ')}`
    return `Stream ${channel + 1} ${via === 'gateway' ? 'through the gateway' : 'by vMix itself'} to ${to}${files}`
  })
  const all = [...lines, ...(recorder ? ["vMix's recorder"] : [])]
  return [...(all.length === 0 ? ['Nothing is to be brought back.'] : all), ...leftAlone.map(({ why }) => `  ${why}`)]
}
