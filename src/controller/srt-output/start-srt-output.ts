import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import { HeldAlone } from '../operation/held-alone.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type Outcome } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { SrtOutputStarted, StartSrtOutputResult } from '../results.ts'
import { awaitState } from '../steps/await-state.ts'
import { sendOnce } from '../steps/vmix-steps.ts'
import {
  checkOutput,
  checkOutputOf,
  isSrtOn,
  outputParams,
  type SrtOutputRequest,
  srtOf,
  valueOf,
} from './srt-output-request.ts'

/** Switches SRT of one of vMix's outputs on. Host, port and passphrase are vMix's settings: no API sets them. */
export async function startSrtOutput(
  context: OperationContext,
  request: SrtOutputRequest,
): Promise<StartSrtOutputResult> {
  let spec = specOf(request)
  try {
    checkName(request)
    const output = checkOutput(request.output)
    // Before anything is awaited: whoever stops from now on means this start too.
    const stops = StopMark.srtOutput(context.paths.locks, output).begin()
    spec = { ...specOf(request), stops, output }
    const what = { lock: `srt-output-${output}`, shown: srtOf(output) }
    using held = HeldAlone.enter(context, what, stops, request)
    return await runStart(context, held, spec, (running) => switchOn(context, running, output))
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

function specOf(request: SrtOutputRequest): StartSpec {
  return {
    operationId: nameOf(request),
    kind: 'srt_output_start',
    failedAs: 'srt_output_start_failed',
    channel: null,
    params: outputParams(request.output),
    options: request,
    stops: null,
  }
}

async function switchOn(
  context: OperationContext,
  running: RunningStart,
  output: number,
): Promise<Outcome<SrtOutputStarted>> {
  const { limits, signal } = running
  const before = await context.vmix.state({ signal })
  checkOutputOf(before, output)
  const was = isSrtOn(before, output)
  const what = srtOf(output)
  if (was === true) return started(output, 'vmix_on', true, `vMix shows ${what} on already; nothing was sent.`)
  limits.beforeSend()
  const lost = await sendOnce(context, 'StartSRTOutput', valueOf(output))
  running.undo.add(() => undo(context, output))
  if (was === null) {
    if (lost !== null) throw mayComeOn(output, failureOf(lost))
    const taken = `vMix took the start of ${what}. Version ${before.version} does not show whether it is on.`
    return started(output, 'accepted', false, taken)
  }
  const limitMs = context.waits.vmixMs
  const on = await awaitState(context, (state) => isSrtOn(state, output) === true, { limitMs, signal }).catch(
    (error: unknown) => {
      throw signal.aborted ? error : mayComeOn(output, failureOf(error))
    },
  )
  if (on !== null) return started(output, 'vmix_on', false, `vMix shows ${what} on.`)
  if (lost !== null) throw mayComeOn(output, failureOf(lost))
  throw mayComeOn(output, {
    code: 'not_confirmed',
    message: `vMix accepted the start of ${what} and does not show it on after ${limitMs / 1000} s. Look at its settings in vMix: Settings, Outputs / NDI / OMT / SRT.`,
  })
}

/** It is not switched off again: where vMix shows it late, or not at all, that would end what was asked for. */
function mayComeOn(
  output: number,
  { code, message, cause }: Pick<OperationFailed, 'code' | 'message' | 'cause'>,
): OperationFailed {
  const leftOn = [`${srtOf(output)} was told to start and may still do so: look at vMix`]
  return new OperationFailed(code, message, { leftOn, goesOn: true, cause })
}

async function undo(context: OperationContext, output: number): Promise<readonly string[]> {
  try {
    await sendOnce(context, 'StopSRTOutput', valueOf(output))
    const limitMs = context.waits.vmixMs
    const off = await awaitState(context, (state) => isSrtOn(state, output) !== true, { limitMs })
    if (off !== null) return []
  } catch {
    // What it does now is not known.
  }
  return [`${srtOf(output)} may still be on: look at vMix`]
}

function started(
  output: number,
  verification: SrtOutputStarted['verification'],
  alreadyOn: boolean,
  message: string,
): Outcome<SrtOutputStarted> {
  return {
    eventType: 'srt_output_started',
    result: { success: true, verification, already_on: alreadyOn },
    value: (end) => ({ success: true, message, output, verification, alreadyOn, ...end }),
  }
}
