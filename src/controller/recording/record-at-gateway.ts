import { access, mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { FeedStatus } from '../../gateway/index.ts'
import { awaitOutput } from '../steps/await-output.ts'
import type { OperationContext } from '../context.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import type { HeldChannel } from '../stream/held-channel.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { Outcome } from '../operation/operation.ts'
import { fileNameProblem } from './file-name.ts'
import { fillTemplate, hasWord } from './name-template.ts'
import type { CheckedRecording } from './recording-request.ts'
import type { RecordingFormat, RecordingStarted } from '../results.ts'
import type { RunningStart } from '../operation/run-start.ts'

interface GatewayRecording extends Omit<Extract<CheckedRecording, { recorder: 'gateway' }>, 'recorder'> {
  readonly channel: number
  /** Absent: our own. */
  readonly folder: string | undefined
}

/** Records a channel's feed at the gateway; brings the feed up where it is not. */
export async function recordAtGateway(
  context: OperationContext,
  running: RunningStart,
  held: HeldChannel,
  {
    channel,
    folder: named,
    filename,
    format,
    quality,
    encode,
    splitSeconds,
    splitBytes,
    commonStart,
  }: GatewayRecording,
): Promise<Outcome<RecordingStarted>> {
  const { gateway } = context
  if (gateway === null) throw new OperationFailed('unsupported', 'There is no gateway here to record with.')
  const folder = resolve(named ?? context.paths.recordings)
  await prepareFolder(folder, named !== undefined)
  const asked = filename ?? generatedName(context, channel, format)
  // A name that is made up here gives way to one that is there; one that was asked for does not.
  const fixed = filename !== null && !hasWord(filename)
  const path = await freePath(folder, await filledName(context, running, asked, channel), fixed)
  const name = path.slice(folder.length + 1)
  const steps = new GatewaySteps(context, gateway, running, channel)
  await held.clear(steps)
  const { feed } = await steps.openFeed()
  checkOthers(feed, folder, format)
  const outputId = `recording:${running.operationId}`
  running.undo.add(() => steps.takeBack(outputId, `The recording ${name}`))
  held.wants(outputId)
  running.limits.beforeSend()
  await steps.addOutput({ kind: 'file', outputId, name, path, format, encode, splitSeconds, splitBytes, commonStart })
  const { notes, startedChannel } = await held.bringUp(steps)
  await awaitRecording(context, running, steps, { outputId, name: `The recording ${name}` })
  const message = `The gateway records Stream ${channel + 1} to ${path}.`
  return {
    eventType: 'recording_started',
    params: { recorder: 'gateway', channel, filename: path, format, quality },
    result: { success: true, verification: 'media', output_id: outputId, switched_on: startedChannel },
    value: (end) => ({
      success: true,
      message: [message, ...notes].join(' '),
      recorder: 'gateway',
      recordingId: outputId,
      filename: path,
      format,
      quality,
      verification: 'media',
      ...end,
    }),
  }
}

/** Who presses twice does not want two files; who names another folder, or the sound alone, wants a second one. */
function checkOthers({ channel, outputs }: FeedStatus, folder: string, format: RecordingFormat): void {
  const running = outputs.find(
    (output) =>
      output.kind === 'file' &&
      output.state !== 'failed' &&
      dirname(output.target) === folder &&
      isSound(output.file?.format) === isSound(format),
  )
  if (running === undefined) return
  throw new OperationFailed(
    'channel_busy',
    `The gateway records Stream ${channel + 1} to ${running.target} already. Stop that recording first, or record into another folder beside it.`,
  )
}

function isSound(format: RecordingFormat | undefined): boolean {
  return format === 'M4A' || format === 'WAV'
}

/** A recording that has not begun in the wait is given up: nobody would look for a file that comes on later. */
async function awaitRecording(...given: Parameters<typeof awaitOutput>): Promise<void> {
  try {
    await awaitOutput(...given)
  } catch (error) {
    if (!(error instanceof OperationFailed) || !error.goesOn) throw error
    const [{ waits }, , , { name }] = given
    throw new OperationFailed(
      'not_confirmed',
      `${name} had no picture after ${waits.destinationMs / 1000} s, and was given up. Look whether the stream from vMix arrives.`,
      { cause: error },
    )
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

/** Fills a template in; vMix is asked for its preset only where that is part of the name. */
async function filledName(
  context: OperationContext,
  running: RunningStart,
  name: string,
  channel: number,
): Promise<string> {
  if (!hasWord(name)) return name
  const state = hasWord(name, 'preset') ? await context.vmix.state({ signal: running.signal }) : null
  const filled = fillTemplate(name, { atMs: context.clock.now(), preset: state?.preset ?? null, channel })
  const problem = fileNameProblem(filled)
  if (problem !== null) throw new OperationFailed('validation_error', `Invalid file name ${filled}. ${problem}`)
  return filled
}

/** A name that was asked for must be free; one of ours is changed until it is. */
async function freePath(folder: string, name: string, asked: boolean): Promise<string> {
  const [, stem = name, ending = ''] = /^(.*)(\.[^.]+)$/.exec(name) ?? []
  for (let number = 1; number < 1000; number++) {
    const path = join(folder, number === 1 ? name : `${stem}_${number}${ending}`)
    if (!(await exists(path))) return path
    if (asked) break
  }
  throw new OperationFailed(
    'validation_error',
    `${join(folder, name)} exists already, and a recording never overwrites. Choose another name.`,
  )
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

function generatedName(context: OperationContext, channel: number, format: string): string {
  const stamp = new Date(context.clock.now()).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '_')
  return `${context.instance}_stream${channel + 1}_${stamp}.${format.toLowerCase()}`
}
