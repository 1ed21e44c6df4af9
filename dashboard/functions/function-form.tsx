import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { callFunction } from '../api/room.ts'
import { formText } from '../frame/form-text.ts'
import { isRecord } from '../state/entities.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import type { FunctionCard, Parameter } from './function-info.ts'

/** What a function takes, and the press that sends it. */
export function FunctionForm({
  card,
  instance,
  onClose,
}: {
  card: FunctionCard
  instance: string
  onClose: () => void
}) {
  const { said } = usePage()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const busy = useSignal(false)
  const answered = useSignal<{ readonly good: boolean; readonly sentence: string } | null>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea, button[type=submit]')?.focus(), [])
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy.value) return
    const text = formText(event)
    busy.value = true
    const answer = await callFunction(instance, card.name, paramsOf(card, text))
    busy.value = false
    const message =
      answer.ok && isRecord(answer.body) && typeof answer.body['message'] === 'string' ? answer.body['message'] : ''
    answered.value = { good: answer.ok, sentence: answer.ok ? message : answer.sentence }
    said.value = answered.value.sentence
  }
  return (
    <form ref={form} class="function" aria-labelledby={id} onSubmit={(event) => void submit(event)}>
      <h3 id={id}>{card.name}</h3>
      <div class="fields">
        {card.parameters === null ? (
          <label>
            {words.functions.parameters}
            <textarea name="free" rows={3} spellcheck={false} />
          </label>
        ) : (
          card.parameters.map((parameter) => <Field key={parameter.name} parameter={parameter} />)
        )}
      </div>
      <div class="presses">
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
        <button type="submit" class="main" aria-disabled={busy.value}>
          {busy.value ? words.functions.sending : words.functions.send(card.name)}
        </button>
      </div>
      {answered.value !== null && (
        <p class={answered.value.good ? 'right' : 'wrong'} role="status">
          {answered.value.sentence}
        </p>
      )}
    </form>
  )
}

function Field({ parameter: { name, needed, hint, choices } }: { parameter: Parameter }) {
  return (
    <label>
      <span>
        {name}{' '}
        <span class="quiet">
          {[hint, needed ? words.functions.needed : words.functions.optional].filter((one) => one !== '').join(', ')}
        </span>
      </span>
      {choices === null ? (
        <input name={name} required={needed} autocomplete="off" spellcheck={false} />
      ) : (
        <select name={name} required={needed}>
          {!needed && <option value="" />}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
    </label>
  )
}

/** What is empty is not sent. */
function paramsOf({ parameters }: FunctionCard, text: (name: string) => string): Record<string, string> {
  const given: [string, string][] =
    parameters === null
      ? text('free')
          .split('\n')
          .map((line) => [line.split('=', 1)[0]?.trim() ?? '', line.slice(line.indexOf('=') + 1).trim()])
      : parameters.map(({ name }) => [name, text(name)])
  return Object.fromEntries(given.filter(([name, value]) => name !== '' && value !== ''))
}
