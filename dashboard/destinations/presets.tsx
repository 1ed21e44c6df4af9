import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { removePreset, replaceKey } from '../api/room.ts'
import { mayConfigure } from '../api/session.ts'
import type { PresetView } from '../../src/server/view/index.ts'
import { Dialog } from '../frame/dialog.tsx'
import { formText } from '../frame/form-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { AddPreset } from './add-preset.tsx'

/** Where streams can be sent to. */
export function Presets() {
  const { board, session } = usePage()
  const id = useId()
  const presets = board.all('preset')
  const may = mayConfigure(session.value)
  return (
    <section class="panel presets" aria-labelledby={id}>
      <h2 id={id}>{words.presets.heading}</h2>
      <p class="quiet">{words.presets.why}</p>
      {presets.length === 0 && <p>{words.presets.none}</p>}
      <ul>
        {presets.map((preset) => (
          <Preset key={preset.id} preset={preset} may={may} />
        ))}
      </ul>
      {may ? <AddPreset taken={presets.map(({ id: one }) => one)} /> : <p class="quiet">{words.problem.notAllowed}</p>}
    </section>
  )
}

function Preset({ preset, may }: { preset: PresetView; may: boolean }) {
  const { said } = usePage()
  const problem = useSignal('')
  const asking = useSignal<'key' | 'remove' | null>(null)
  const { id, name, platform, url, key, fromFile } = preset
  const remove = async (): Promise<void> => {
    asking.value = null
    const answer = await removePreset(id)
    problem.value = answer.ok ? '' : answer.sentence
  }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const answer = await replaceKey(id, formText(event)('key'))
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? words.presets.replaced : answer.sentence
    asking.value = null
  }
  return (
    <li class={`preset edge-${key === 'missing' ? 'critical' : 'off'}`}>
      <p class="name">{name}</p>
      <p class="quiet">
        {words.presets.platforms[platform]}, {url}
      </p>
      <p class={key === 'missing' ? 'wrong' : 'quiet'}>
        {words.presets.keyIs[key]}
        {fromFile && `, ${words.presets.fromFile}`}
      </p>
      {may && !fromFile && (
        <div class="presses">
          <button type="button" aria-label={words.presets.replaceFor(name)} onClick={() => (asking.value = 'key')}>
            {words.presets.replace}
          </button>
          <button type="button" aria-label={words.presets.removeNamed(name)} onClick={() => (asking.value = 'remove')}>
            {words.presets.remove}
          </button>
        </div>
      )}
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {asking.value === 'key' && (
        <Dialog heading={words.presets.replaceFor(name)} onClose={() => (asking.value = null)}>
          <form onSubmit={(event) => void submit(event)}>
            <div class="fields">
              <label>
                {words.presets.newKey}
                <input name="key" type="password" autocomplete="off" spellcheck={false} required />
              </label>
            </div>
            <button type="submit" class="main">
              {words.presets.replace}
            </button>
          </form>
        </Dialog>
      )}
      {asking.value === 'remove' && (
        <Dialog heading={`${words.presets.removeNamed(name)}?`} onClose={() => (asking.value = null)}>
          <div class="presses">
            <button type="button" onClick={() => (asking.value = null)}>
              {words.cancel}
            </button>
            <button type="button" class="stop" onClick={() => void remove()}>
              {words.presets.remove}
            </button>
          </div>
        </Dialog>
      )}
    </li>
  )
}
