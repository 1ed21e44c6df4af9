import { useSignal } from '@preact/signals'
import { putPreset } from '../api/room.ts'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { presetId } from '../state/preset-id.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

/** Those whose address is known. */
const withAddress = new Set(['twitch', 'youtube', 'facebook'])

export function AddPreset({ taken }: { taken: readonly string[] }) {
  const { said } = usePage()
  const platform = useSignal('twitch')
  const busy = useSignal(false)
  const answered = useSignal<{ readonly good: boolean; readonly sentence: string } | null>(null)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy.value) return
    const form = event.currentTarget
    const text = formText(event)
    const name = text('name')
    const url = text('url')
    const key = text('key')
    busy.value = true
    const preset = { name, platform: platform.value, ...(url === '' ? {} : { url }), ...(key === '' ? {} : { key }) }
    const answer = await putPreset(presetId(name, taken), preset)
    busy.value = false
    answered.value = { good: answer.ok, sentence: answer.ok ? words.presets.saved(name) : answer.sentence }
    said.value = answered.value.sentence
    if (answer.ok && form instanceof HTMLFormElement) form.reset()
  }
  const needsUrl = !withAddress.has(platform.value)
  return (
    <form class="add" onSubmit={(event) => void submit(event)}>
      <h3>{words.presets.add}</h3>
      <div class="fields">
        <Field label={words.presets.platform}>
          {(tied) => (
            <select
              {...tied}
              value={platform.value}
              onChange={({ currentTarget }) => (platform.value = currentTarget.value)}
            >
              {Object.entries(words.presets.platforms).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.presets.name}>
          {(tied) => <input {...tied} name="name" required maxLength={80} autocomplete="off" />}
        </Field>
        <Field label={words.presets.url} hint={words.presets.urlHint}>
          {(tied) => (
            <input {...tied} name="url" inputMode="url" required={needsUrl} autocomplete="off" spellcheck={false} />
          )}
        </Field>
        <Field label={words.presets.key} hint={words.presets.keyHint}>
          {(tied) => <input {...tied} name="key" type="password" autocomplete="off" spellcheck={false} />}
        </Field>
      </div>
      <button type="submit" class="main" aria-disabled={busy.value}>
        {busy.value ? words.presets.saving : words.presets.save}
      </button>
      {answered.value !== null && (
        <p class={answered.value.good ? 'right' : 'wrong'} role="status">
          {answered.value.sentence}
        </p>
      )}
    </form>
  )
}
