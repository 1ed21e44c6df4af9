import { access, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkChannel } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import { HeldChannel } from './held-channel.ts'
import { refuse, runStart, type OperationOptions, type Outcome, type Running } from './operation.ts'
import { checkRecording, type CheckedRecording, type RecordingRequest } from './recording-request.ts'
import type { RecordingStarted, StartRecordingResult } from './results.ts'
import { awaitOutput } from './start-via-gateway.ts'
import { awaitState, sendOnce } from './vmix-steps.ts'

export type StartRecordingRequest = RecordingRequest & OperationOptions

/** Starts vMix's own recorder, or one of the gateway's that records a channel's feed under a name and format of ours. */
export async function startRecording(
  context: OperationContext,
  request: StartRecordingRequest,
  /** For `goLive`: the channel is held already, and its feed is shared. */
  within?: HeldChannel,
): Promise<StartRecordingResult> {
  const channel = request.channel ?? 0
  const spec = {
    kind: 'recording_start',
    failedAs: 'recording_start_failed',
    channel,
    params: {
      channel: Number.isSafeInteger(channel) ? channel : null,
      recorder: request.recorder ?? null,
      filename: request.filename ?? null,
      format: request.format ?? null,
      quality: request.quality ?? null,
    },
    options: request,
  } as const
  let checked: CheckedRecording
  try {
    checkChannel(channel)
    checked = checkRecording(request, context.gateway !== null)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const start = (held: HeldChannel) =>
    runStart(context, held, spec, (running) =>
      checked.recorder === 'vmix'
        ? startVMixRecorder(context, running)
        : startGatewayRecorder(context, running, request, checked, held),
    )
  if (within !== undefined) return await start(within)
  try {
    using held = await HeldChannel.enter(context, channel, { ...request, replace: false })
    const result = await start(held)
    await held.endUnlessTaken([result])
    return result
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

async function startVMixRecorder(context: OperationContext, running: Running): Promise<Outcome<RecordingStarted>> {
  const state = await context.vmix.state({ signal: running.signal })
  if (state.recording.active === true) {
    return vmixStarted(state.recording.files, 'vMix is recording already; nothing was sent.')
  }
  running.beforeSend()
  const lost = await sendOnce(context, 'StartRecording')
  const mayBeOn = ["vMix's recorder was told to start and may still do so"]
  const on = await awaitState(context, (now) => now.recording.active === true, {
    limitMs: context.waits.vmixMs,
    signal: running.signal,
  })
  if (on !== null) return vmixStarted(on.recording.files, 'vMix shows its recorder on.')
  if (lost !== null) throw lost
  throw new OperationFailed(
    'not_confirmed',
    `vMix accepted the start of its recorder and does not show it on after ${context.waits.vmixMs / 1000} s. Look at Recording in vMix: the folder or the disk may be the reason.`,
    { leftOn: mayBeOn },
  )
}

function vmixStarted(files: readonly string[], message: string): Outcome<RecordingStarted> {
  return {
    eventType: 'recording_started',
    params: { recorder: 'vmix', files: [...files] },
    result: { success: true, verification: 'vmix_on' },
    value: (end) => ({
      success: true,
      message,
      recorder: 'vmix',
      filename: files[0] ?? 'auto-generated',
      format: null,
      quality: null,
      verification: 'vmix_on',
      ...end,
    }),
  }
}

async function startGatewayRecorder(
  context: OperationContext,
  running: Running,
  request: StartRecordingRequest,
  checked: Extract<CheckedRecording, { recorder: 'gateway' }>,
  held: HeldChannel,
): Promise<Outcome<RecordingStarted>> {
  const { gateway } = context
  const channel = request.channel ?? 0
  if (gateway === null) throw new OperationFailed('unsupported', 'There is no gateway here to record with.')
  const folder = resolve(request.folder ?? context.paths.recordings)
  const name = checked.filename ?? generatedName(context, channel, checked.format)
  const path = join(folder, name)
  await prepareFolder(folder, request.folder !== undefined)
  await refuseExisting(path)
  const steps = new GatewaySteps(context, gateway, running, channel)
  const opened = await steps.openFeed()
  if (opened.feed.outputs.some((output) => output.kind === 'file' && output.state !== 'failed')) {
    throw new OperationFailed(
      'channel_busy',
      `The gateway records Stream ${channel + 1} already. Stop that recording first; several at once are not there yet.`,
    )
  }
  const outputId = `recording:${running.operationId}`.slice(0, 128)
  running.beforeSend()
  await steps.addOutput({ kind: 'file', outputId, name, path, format: checked.format })
  try {
    await held.bringUp(running, steps)
    await awaitOutput(context, running, steps, outputId, `The recording ${name}`)
  } catch (error) {
    await steps.removeOutput(outputId).catch(() => null)
    throw error
  }
  return {
    eventType: 'recording_started',
    params: { recorder: 'gateway', channel, filename: path, format: checked.format, quality: checked.quality },
    result: { success: true, verification: 'media', output_id: outputId },
    value: (end) => ({
      success: true,
      message: `The gateway records Stream ${channel + 1} to ${path}.`,
      recorder: 'gateway',
      filename: path,
      format: checked.format,
      quality: checked.quality,
      verification: 'media',
      ...end,
    }),
  }
}

/** A folder that was named must be there: a slip of the pen must not make a new one. Our own is made. */
async function prepareFolder(folder: string, named: boolean): Promise<void> {
  try {
    if (named) await access(folder)
    else await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new OperationFailed(
      'configuration_error',
      `The recording folder ${folder} cannot be used. Make it first, or name another.`,
      { cause },
    )
  }
}

async function refuseExisting(path: string): Promise<void> {
  try {
    await access(path)
  } catch {
    return
  }
  throw new OperationFailed(
    'validation_error',
    `${path} exists already, and a recording never overwrites. Choose another name.`,
  )
}

function generatedName(context: OperationContext, channel: number, format: string): string {
  const stamp = new Date(context.clock.now()).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '_')
  return `${context.instance}_stream${channel + 1}_${stamp}.${format.toLowerCase()}`
}
