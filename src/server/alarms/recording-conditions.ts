import type { Condition } from '../../alerts/index.ts'
import type { RecordingView, StreamView } from '../view/index.ts'

/** @param stream that it records; null: it is vMix's own, or not known */
export function recordingConditions(
  recording: RecordingView,
  isStalled: boolean,
  stream: StreamView | null,
): readonly Condition[] {
  const { instance, channel, recordingId, recorder, state, why, files, disk } = recording
  const about = { instance, channel, destinationId: recordingId }
  const shown = `The recording ${files.at(-1)?.split(/[\\/]/).at(-1) ?? (recorder === 'vmix' ? 'of vMix' : '')}`.trim()
  const because = why === null || why === '' ? '' : `: ${why.replace(/\.+$/, '')}`
  const found: Condition[] = []
  if (state === 'failed') {
    found.push({
      kind: 'recording_stopped',
      ...about,
      message: `${shown} has ended by itself${because}.`,
      action: 'What was recorded up to then is kept. Make room or choose another folder, and start a new one.',
    })
  }
  // Without a picture there is nothing to record, and that is said of the stream.
  const hasPicture =
    recorder === 'vmix' || (stream?.live === true && stream.figures.fps !== null && stream.figures.fps > 0)
  if ((state === 'retrying' && why !== null && why !== '') || (isStalled && hasPicture)) {
    found.push({
      kind: 'recording_stalled',
      ...about,
      message: `${shown} does not go on${because}.`,
      action: 'Look at its disk; start another recording on another one.',
    })
  }
  if (disk !== null && (disk.low || disk.full) && (state === 'recording' || state === 'retrying')) {
    const lasts = disk.minutesLeft === null ? '' : `, about ${Math.floor(disk.minutesLeft)} minutes at this rate`
    found.push({
      kind: 'disk_low',
      ...about,
      ...(disk.full ? { severity: 'critical' } : {}),
      message: `${Math.floor(disk.freeBytes / 1e6)} MB are free on the disk of ${shown.replace(/^The/, 'the')}${lasts}.`,
      action: 'Make room, or record to another disk: a recording ends by itself before the disk is full.',
    })
  }
  return found
}
