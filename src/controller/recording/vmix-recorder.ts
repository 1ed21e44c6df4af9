import { formatDuration } from '../../clock/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { Outcome, Running } from '../operation/operation.ts'
import type { RecordedFile, RecordingStarted, Verification } from '../results.ts'
import type { RunningStart } from '../operation/run-start.ts'
import { awaitState } from '../steps/await-state.ts'
import { sendOnce } from '../steps/vmix-steps.ts'

/** How long a stop of vMix's recorder waits to hear how long the recording is, ms. */
const patienceMs = 300

/** Starts vMix's own recorder, whose file and format are vMix's settings. */
export async function startVMixRecorder(
  context: OperationContext,
  running: RunningStart,
): Promise<Outcome<RecordingStarted>> {
  const { limits, signal } = running
  const state = await context.vmix.state({ signal })
  if (state.recording.active === true) {
    return vmixStarted(state.recording.files, 'vMix is recording already; nothing was sent.')
  }
  limits.beforeSend()
  const lost = await sendOnce(context, 'StartRecording')
  running.undo.add(() => undoRecorder(context))
  const limitMs = context.waits.vmixMs
  const on = await awaitState(context, (now) => now.recording.active === true, { limitMs, signal }).catch(
    (error: unknown) => {
      throw signal.aborted ? error : mayComeOn(failureOf(error))
    },
  )
  if (on !== null) return vmixStarted(on.recording.files, 'vMix shows its recorder on.')
  if (lost !== null) throw mayComeOn(failureOf(lost))
  throw mayComeOn({
    code: 'not_confirmed',
    message: `vMix accepted the start of its recorder and does not show it on after ${limitMs / 1000} s. Look at Recording in vMix: the folder or the disk may be the reason.`,
  })
}

function mayComeOn({ code, message, cause }: Pick<OperationFailed, 'code' | 'message' | 'cause'>): OperationFailed {
  const leftOn = ["vMix's recorder was told to start and may still do so: look at vMix"]
  return new OperationFailed(code, message, { leftOn, goesOn: true, cause })
}

async function undoRecorder(context: OperationContext): Promise<readonly string[]> {
  try {
    await sendOnce(context, 'StopRecording')
    const limitMs = context.waits.vmixMs
    const off = await awaitState(context, (state) => state.recording.active !== true, { limitMs })
    if (off !== null) return []
  } catch {
    // What it does now is not known.
  }
  return ["vMix's recorder may still be on: look at vMix"]
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
      recordingId: null,
      filename: files[0] ?? 'auto-generated',
      format: null,
      quality: null,
      verification: 'vmix_on',
      ...end,
    }),
  }
}

/** vMix's recorder as it was when it was told to stop. */
export interface StoppedRecorder {
  readonly recordings: readonly RecordedFile[]
  /** vMix's preset then; null: a show that was never saved, or vMix did not say. */
  readonly preset: string | null
  readonly verification: Verification
  readonly message: string
}

/** Stops vMix's own recorder. @throws OperationFailed, with the recorder as left on */
export async function stopVMixRecorder(context: OperationContext, running: Running): Promise<StoppedRecorder> {
  const before = await lastLook(context, running)
  const leftOn = ["vMix's recorder, if it was on"]
  try {
    const lost = await sendOnce(context, 'StopRecording')
    const limitMs = context.waits.vmixMs
    const off = await awaitState(context, (state) => state.recording.active !== true, {
      limitMs,
      signal: running.signal,
    })
    if (off !== null) {
      const verification: Verification = off.recording.active === false ? 'vmix_off' : 'accepted'
      const preset = before?.preset ?? null
      return { recordings: recordedByVMix(before), preset, verification, message: stoppedMessage(before) }
    }
    if (lost !== null) throw lost
  } catch (error) {
    if (running.signal.aborted)
      throw new OperationFailed('aborted', 'The stop was not confirmed.', { leftOn, cause: error })
    const { code, message } = failureOf(error)
    throw new OperationFailed(code, message, { leftOn, cause: error })
  }
  throw new OperationFailed(
    'not_confirmed',
    `vMix accepted the stop of its recorder and still shows it on after ${context.waits.vmixMs / 1000} s. Stop it in vMix.`,
    { leftOn: ["vMix's recorder"] },
  )
}

/**
 * The recording's length stands in vMix's state only while it runs, so that is asked first; a stop waits for the answer no
 * longer than somebody pressing a button would notice. @returns null when vMix did not say
 */
async function lastLook(context: OperationContext, running: Running): Promise<VMixState | null> {
  const over = new AbortController()
  const limit = context.clock.sleep(patienceMs, over.signal).then(
    () => null,
    () => null,
  )
  const signal = AbortSignal.any([running.signal, over.signal])
  const look = await Promise.race([context.vmix.state({ signal }).catch(() => null), limit])
  over.abort()
  return look
}

function stoppedMessage(before: VMixState | null): string {
  if (before === null) return 'vMix shows its recorder off. It did not say in time whether, and how long, it recorded.'
  return before.recording.active === true
    ? 'vMix shows its recorder off.'
    : 'vMix was not recording; its recorder is off.'
}

function recordedByVMix(before: VMixState | null): readonly RecordedFile[] {
  if (before?.recording.active !== true) return []
  const durationSeconds = before.recording.seconds ?? 0
  return [
    {
      files: before.recording.files,
      format: null,
      duration: formatDuration(durationSeconds),
      durationSeconds,
      frames: null,
      bytes: null,
    },
  ]
}
