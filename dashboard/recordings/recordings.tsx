import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { stopRecording } from '../api/room.ts'
import { mayOperate } from '../api/session.ts'
import type { InstanceView, RecordingView } from '../../src/server/view/index.ts'
import { HoldButton } from '../cards/hold-button.tsx'
import { Icon } from '../frame/icon.tsx'
import { bytesText, countText, durationText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import type { Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'
import { RecordDialog } from './record-dialog.tsx'

const tones: Readonly<Record<RecordingView['state'], Tone>> = {
  recording: 'good',
  retrying: 'warning',
  failed: 'critical',
  ended: 'off',
}

/** What is recorded of one vMix, by itself or by the gateway. */
export function Recordings({ instance }: { instance: InstanceView }) {
  const { board, session } = usePage()
  const id = useId()
  const open = useSignal(false)
  const recordings = board.all('recording').filter((one) => one.instance === instance.id)
  return (
    <article class="card recordings" aria-labelledby={id}>
      <h3 id={id}>{words.recording.heading}</h3>
      {recordings.length === 0 && <p class="quiet">{words.recording.none}</p>}
      <ul>
        {recordings.map((recording) => (
          <Recording key={recording.recordingId} recording={recording} instance={instance} />
        ))}
      </ul>
      {mayOperate(session.value) && (
        <div class="actions">
          <button type="button" onClick={() => (open.value = true)}>
            {words.recording.start}
            <span class="unseen"> {instance.name}</span>
          </button>
        </div>
      )}
      {open.value && <RecordDialog instance={instance} onClose={() => (open.value = false)} />}
    </article>
  )
}

function Recording({ recording, instance }: { recording: RecordingView; instance: InstanceView }) {
  const { session } = usePage()
  const { state, recorder, why, files, disk, recordingId } = recording
  const tone = tones[state]
  const name = fileName(files.at(-1)) ?? words.recording.by[recorder]
  const running = state === 'recording' || state === 'retrying'
  return (
    <li class={`recording edge-${tone}`}>
      <p class="name">{name}</p>
      <p class={`pill tone-${tone}`}>
        <Icon tone={tone} />
        {words.recording.state[state]}
      </p>
      <p class="quiet numbers">{facts(recording).join(', ')}</p>
      {running && mayOperate(session.value) && (
        <HoldButton
          small
          name={words.hold.stop(name)}
          label={words.hold.press}
          what={name}
          locked={instance.locked}
          act={(confirmed) => stopRecording(instance.id, recordingId, confirmed)}
        />
      )}
      {disk !== null && (disk.low || disk.full) && (
        <p class={`notice tone-${disk.full ? 'critical' : 'warning'}`}>
          {disk.full ? words.recording.full : words.recording.low}
        </p>
      )}
      {why !== null && why !== '' && <p class="say">{why}</p>}
    </li>
  )
}

function facts({ recorder, channel, format, durationSeconds, frames, bytes, disk }: RecordingView): string[] {
  return [
    channel === null ? words.recording.by[recorder] : words.stream(channel),
    format ?? '',
    durationSeconds === null ? '' : durationText(durationSeconds),
    bytes === null ? '' : bytesText(bytes),
    frames === null ? '' : words.recording.frames(countText(frames)),
    disk === null ? '' : words.recording.free(bytesText(disk.freeBytes)),
    disk === null || disk.minutesLeft === null ? '' : words.recording.minutes(countText(disk.minutesLeft)),
  ].filter((one) => one !== '')
}

function fileName(path: string | undefined): string | null {
  const name = path?.split(/[/\\]/).at(-1)
  return name === undefined || name === '' ? null : name
}
