import type { FeedStatus, OutputStatus } from '../../../gateway/index.ts'
import type { VMixState } from '../../../vmix/index.ts'
import type { RecordingView } from '../../view/index.ts'

/** Of vMix's own recorder. */
const vmixRecordingId = 'vmix'

/** All recordings of one vMix that are under way: the gateway's, and vMix's own. */
export function recordingViewsOf(look: {
  readonly instance: string
  readonly state: VMixState | null
  readonly feeds: readonly FeedStatus[]
}): readonly RecordingView[] {
  const { instance, state, feeds } = look
  const ours = feeds.flatMap(({ channel, outputs }) =>
    outputs.filter(({ kind }) => kind === 'file').map((output) => gatewayRecording(instance, channel, output)),
  )
  return state?.recording.active === true ? [...ours, vmixRecording(instance, state)] : ours
}

function gatewayRecording(instance: string, channel: number, output: OutputStatus): RecordingView {
  const { outputId, state, why, target, file } = output
  const parts = file?.parts ?? []
  return {
    kind: 'recording',
    instance,
    recordingId: outputId,
    recorder: 'gateway',
    channel,
    state: stateOf(state),
    why,
    files: parts.length === 0 ? [target] : parts,
    format: file?.format ?? null,
    durationSeconds: file === null ? null : Math.floor(file.durationMs / 1000),
    frames: file?.frames ?? null,
    bytes: file?.bytes ?? null,
    disk: file?.disk ?? null,
  }
}

function vmixRecording(instance: string, { recording }: VMixState): RecordingView {
  return {
    kind: 'recording',
    instance,
    recordingId: vmixRecordingId,
    recorder: 'vmix',
    channel: null,
    state: 'recording',
    why: null,
    files: [...recording.files],
    format: null,
    durationSeconds: recording.seconds,
    frames: null,
    bytes: null,
    disk: null,
  }
}

/** One that waits for its first picture is not recording yet. */
function stateOf(state: OutputStatus['state']): RecordingView['state'] {
  switch (state) {
    case 'live':
      return 'recording'
    case 'failed':
      return 'failed'
    case 'closed':
      return 'ended'
    default:
      return 'retrying'
  }
}

/** How many recordings that have ended stay in sight, for each vMix. */
const keptEnded = 20

/**
 * What is shown of recordings: those under way, and the last that ended. One that is gone without a word has ended; while the
 * gateway or vMix does not answer nothing is known to have ended.
 *
 * @param before as shown so far, oldest first
 * @param answered whose recordings are known just now
 */
export function withEnded(
  before: readonly RecordingView[],
  now: readonly RecordingView[],
  answered: Readonly<Record<RecordingView['recorder'], boolean>>,
): readonly RecordingView[] {
  const present = new Set(now.map(({ recordingId }) => recordingId))
  const gone = before.filter(({ recordingId }) => !present.has(recordingId))
  const left = gone.map((recording) =>
    recording.state === 'ended' || !answered[recording.recorder]
      ? recording
      : { ...recording, state: 'ended' as const },
  )
  const ended = left.filter(({ state }) => state === 'ended')
  return [...left.filter(({ state }) => state !== 'ended'), ...ended.slice(-keptEnded), ...now]
}
