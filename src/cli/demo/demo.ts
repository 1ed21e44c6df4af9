import { exitCodes, CommandFailed } from '../exit-code.ts'
import { programName } from '../own-program.ts'
import { terminal } from '../terminal.ts'
import type { DemoReport } from './report.ts'
import { DemoScreen } from './screen.ts'
import { clearAway, setStage, type Stage } from './stage.ts'
import { playShow } from './story.ts'

export interface DemoOptions {
  readonly seconds: number
  readonly out: string | undefined
  readonly keep: boolean
  readonly json: boolean
  readonly signal: AbortSignal
}

/** Runs the whole demo. @returns the code that the process ends with */
export async function runDemo(options: DemoOptions): Promise<number> {
  const { json, signal } = options
  const screen = new DemoScreen(json)
  const simulated = terminal.paint(['bold', 'yellow'], 'SIMULATED')
  screen.say(`${simulated}  Everything here runs on this machine: nothing is sent to any other.`)
  screen.act(1, 'Start a simulated vMix, a gateway and three receivers')
  try {
    let report: DemoReport
    let folder: string
    {
      await using stage = await setStage(options)
      folder = stage.folder
      screen.say(
        `   vMix SIMULATED: process ${stage.simulator.pid ?? '?'}, gateway: process ${stage.gateway.pid ?? '?'}`,
      )
      report = await playShow(stage, screen, options)
    }
    if (report.success && !options.keep) await clearAway(folder)
    if (json) terminal.json(report)
    else for (const line of summary(report, folder)) terminal.say(line)
    return report.success ? exitCodes.done : exitCodes.failed
  } catch (error) {
    if (!signal.aborted) throw error
    throw new CommandFailed(exitCodes.failed, 'aborted', 'The demo was ended early; every process of it has ended.', {
      cause: error,
    })
  }
}

function summary(report: DemoReport, folder: Stage['folder']): readonly string[] {
  const { recording, witness } = report
  const head = report.success
    ? terminal.paint(['bold', 'green'], 'All of it worked.')
    : terminal.paint(['bold', 'red'], 'Not all of it worked; see the crosses above.')
  const counted = report.destinations.map(
    ({ name, framesReceived, framesLost }) =>
      `   ${name.padEnd(13)} ${String(framesReceived).padStart(5)} frames arrived, ${framesLost} missing`,
  )
  return [
    '',
    head,
    ...counted,
    '',
    terminal.paint('bold', 'Where the files are'),
    `   recording  ${recording.file ?? 'none'}`,
    `   show log   ${witness.file}`,
    `   folder     ${folder}`,
    '',
    terminal.paint('bold', 'Look further'),
    `   ${programName} witness list --instance demo --data ${folder}`,
    `   ${programName} simulate, and in another window: ${programName} doctor`,
  ]
}
