import { useSignal } from '@preact/signals'
import { startRecording, type NewRecording } from '../api/room.ts'
import type { InstanceView } from '../../src/server/view/index.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

const formats = ['MP4', 'MOV', 'MKV', 'AVI'] as const

/** By whom, under which name, as what. */
export function RecordDialog({ instance, onClose }: { instance: InstanceView; onClose: () => void }) {
  const { board, said } = usePage()
  const streams = board.all('stream').filter((one) => one.instance === instance.id)
  const recorder = useSignal<'vmix' | 'gateway'>(
    streams.some(({ via, live }) => live === true && via === 'gateway') ? 'gateway' : 'vmix',
  )
  const problem = useSignal('')
  const busy = useSignal(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const text = formText(event)
    const filename = text('filename')
    const chosen: NewRecording =
      recorder.value === 'vmix'
        ? { recorder: 'vmix' }
        : {
            recorder: 'gateway',
            channel: Number(text('channel')),
            format: text('format'),
            ...(filename === '' ? {} : { filename }),
          }
    busy.value = true
    const answer = await startRecording(instance.id, chosen)
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? words.recording.state.recording : answer.sentence
    if (answer.ok) onClose()
  }
  return (
    <Dialog heading={words.recording.dialog(instance.name)} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>{words.recording.recorder}</legend>
          {(['gateway', 'vmix'] as const).map((one) => (
            <label key={one} class="choice">
              <input
                type="radio"
                name="recorder"
                value={one}
                checked={recorder.value === one}
                onChange={() => (recorder.value = one)}
              />
              <span>
                {words.recording.by[one]} <span class="quiet">{words.recording.byWhy[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {recorder.value === 'gateway' && (
          <div class="fields">
            <Field label={words.recording.stream}>
              {(tied) => (
                <select {...tied} name="channel">
                  {streams.map(({ channel }) => (
                    <option key={channel} value={channel}>
                      {words.stream(channel)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={words.recording.format}>
              {(tied) => (
                <select {...tied} name="format">
                  {formats.map((format) => (
                    <option key={format}>{format}</option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={words.recording.filename} hint={words.recording.filenameHint}>
              {(tied) => <input {...tied} name="filename" autocomplete="off" spellcheck={false} />}
            </Field>
          </div>
        )}
        <p class="wrong" role="alert">
          {problem.value}
        </p>
        <button type="submit" class="main" aria-disabled={busy.value}>
          {busy.value ? words.recording.going : words.recording.go}
        </button>
      </form>
    </Dialog>
  )
}
