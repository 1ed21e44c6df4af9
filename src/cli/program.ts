import { Command, CommanderError } from 'commander'
import { addCall } from './call.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { exitCodes } from './exit-code.ts'
import { addFeedStandby } from './feed-standby.ts'
import { addFeedBack, addFeedSlate } from './feed-switch.ts'
import { addFunctions } from './functions.ts'
import { addGateway } from './gateway.ts'
import { addHealth } from './health.ts'
import { addLive } from './live.ts'
import { addLock } from './lock.ts'
import { addPreflight } from './preflight.ts'
import { addPreview } from './preview.ts'
import { addProxy } from './proxy.ts'
import { addRecordStart } from './record-start.ts'
import { addRecordStop } from './record-stop.ts'
import { withConnection } from './connection.ts'
import { addToken } from './token.ts'
import { withExamples } from './help-examples.ts'
import { withoutValue } from './said-back.ts'
import { addConfig } from './config.ts'
import { addResume } from './resume.ts'
import { addServe } from './serve.ts'
import { addSimulate, simulateFaults } from './simulate.ts'
import { addSrtOutputStart, addSrtOutputStop } from './srt-output.ts'
import { addStatus } from './status.ts'
import { addStreamDirect } from './stream-direct.ts'
import { addStreamStart } from './stream-start.ts'
import { addStreamStop } from './stream-stop.ts'
import { addStreamUse } from './stream-use.ts'
import { terminal } from './terminal.ts'
import { version } from './version.ts'
import { addWitnessCosign } from './witness-cosign.ts'
import { addWitnessCheckFile } from './witness-check-file.ts'
import { addWitnessExport } from './witness-export.ts'
import { addWitnessKey } from './witness-key.ts'
import { addWitnessList } from './witness-list.ts'
import { addWitnessProve } from './witness-prove.ts'
import { addWitnessServe } from './witness-serve.ts'
import { addWitnessShow } from './witness-show.ts'
import { addWitnessTail } from './witness-tail.ts'
import { addWitnessVerify } from './witness-verify.ts'
import { addWitnessVerifyProof } from './witness-verify-proof.ts'

/** Runs the command line. @returns the code that the process ends with */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = buildProgram(await faultsFor(args))
  const asJson = args.includes('--json')
  try {
    await program.parseAsync([...args], { from: 'user' })
    return Number(process.exitCode ?? exitCodes.done)
  } catch (error) {
    if (error instanceof CommanderError) {
      const wrong = error.exitCode !== 0
      if (wrong && asJson) {
        terminal.json({ success: false, error: 'usage', message: withoutValue(error.message.replace(/^error: /, '')) })
      }
      return wrong ? usageCode(args) : exitCodes.done
    }
    const { failureOf } = await import('./failure.ts')
    const { exitCode, code, message } = failureOf(error)
    if (asJson) terminal.json({ success: false, error: code, message })
    else terminal.complain(message)
    return exitCode === exitCodes.usage ? usageCode(args) : exitCode
  }
}

export function buildProgram(faults: string): Command {
  const program = new Command('vmixctl')
    .description('Go live with vMix, know that you are live, and prove afterwards what happened.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help; also: vmixctl help live')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .configureOutput({
      // What was typed may hold a key that somebody put where none belongs: it is not said back.
      outputError: (text, write) => write(`${asSentence(withoutValue(text))} Add --help to see what there is.\n`),
    })
  withConnection(program)
  withExamples(program, [
    ['demo', 'see it work, without vMix: everything simulated'],
    ['doctor', 'is vMix there, and on which port?'],
    ['live --to twitch:env:TW_KEY youtube:env:YT_KEY --record show.mp4', 'go live to two, and record'],
    ['health --watch', 'watch it'],
    ['stream stop --channel 0 --gateway', 'stop'],
    ['witness verify', 'prove what happened'],
  ])
  program.addHelpText(
    'after',
    `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 vMix or the gateway cannot be reached.
A key is never an argument, because the process list is public: name a variable (env:NAME) or a file (file:PATH).`,
  )
  addLive(program)
  addStatus(program)
  addHealth(program)
  const stream = program.command('stream').description('start and stop one stream')
  addStreamStart(stream)
  addStreamStop(stream)
  addStreamUse(stream)
  addStreamDirect(stream)
  addResume(program)
  const record = program.command('record').description('start and stop a recording')
  addRecordStart(record)
  addRecordStop(record)
  const srtOutput = program.command('srt-output').description("SRT of vMix's own outputs, as it is set up in vMix")
  addSrtOutputStart(srtOutput)
  addSrtOutputStop(srtOutput)
  const feed = program.command('feed').description('slate and backup: what goes out when the show does not come')
  addFeedSlate(feed)
  addFeedBack(feed)
  addFeedStandby(feed)
  const witness = program.command('witness').description('the show log: read, prove, export')
  addWitnessList(witness)
  addWitnessShow(witness)
  addWitnessTail(witness)
  addWitnessVerify(witness)
  addWitnessKey(witness)
  addWitnessProve(witness)
  addWitnessVerifyProof(witness)
  addWitnessExport(witness)
  addWitnessCheckFile(witness)
  addWitnessCosign(witness)
  addWitnessServe(witness)
  addLock(program.command('lock').description('show lock: every stop needs a second confirmation'))
  addCall(program)
  addFunctions(program)
  addDoctor(program)
  addPreflight(program)
  addDemo(program)
  addServe(program)
  addConfig(program)
  addToken(program)
  addSimulate(program, faults)
  addGateway(program)
  addPreview(program)
  addProxy(program)
  return program
}

/** For `witness verify` 2 means "whole": a slip of the pen must not say that of a log. */
function usageCode(args: readonly string[]): number {
  return args.includes('witness') && args.includes('verify') ? exitCodes.unreachable : exitCodes.usage
}

function asSentence(text: string): string {
  const trimmed = text.trimEnd()
  return /[.?!)]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/** The table of faults is loaded for the one help text that shows it: everything else starts without it. */
async function faultsFor(args: readonly string[]): Promise<string> {
  const wanted = args.includes('simulate') && args.some((arg) => arg === '--help' || arg === '-h' || arg === 'help')
  return wanted ? await simulateFaults() : ''
}
