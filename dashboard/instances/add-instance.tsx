import { useSignal } from '@preact/signals'
import { addInstance } from '../api/instances.ts'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import type { Draft } from './draft.ts'

const said = words.instances

/** What it is to be called, and in it goes. Shown when it was tested, and can be used. */
export function AddInstance({ draft, onAdded }: { draft: Draft; onAdded: () => void }) {
  const page = usePage()
  const busy = useSignal(false)
  const problem = useSignal('')
  const { tested } = draft
  if (tested.value === null || !tested.value.usable) return null
  const { place } = tested.value
  const names = page.board.all('instance').map(({ name }) => name)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy.value) return
    const name = formText(event)('name')
    busy.value = true
    const answer = await addInstance(name, place)
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    page.said.value = answer.ok ? said.saved(name) : answer.sentence
    if (!answer.ok) return
    // The password goes with it: it is kept by the control room, and nowhere here.
    tested.value = null
    onAdded()
  }
  return (
    <form class="add" onSubmit={(event) => void submit(event)}>
      <p>{said.at(place.host, place.port)}</p>
      <Field label={said.name} hint={said.nameHint}>
        {(tied) => (
          <input
            {...tied}
            name="name"
            required
            maxLength={80}
            autocomplete="off"
            defaultValue={names.includes(said.usualName) ? '' : said.usualName}
          />
        )}
      </Field>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      <div class="presses">
        <button type="submit" class="main" aria-disabled={busy.value}>
          {busy.value ? said.saving : said.save}
        </button>
        <button type="button" onClick={() => (tested.value = null)}>
          {said.another}
        </button>
      </div>
    </form>
  )
}
