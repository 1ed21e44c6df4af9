import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { callFunction } from '../api/room.ts'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { isRecord } from '../state/entities.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { fieldsOf, isNumber, paramsOf, type FunctionCard, type Parameter } from './function-info.ts'

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
      {card.effect !== 'none' && <p class="notice tone-warning">{words.functions.effect[card.effect]}</p>}
      {card.parameters === null && <p class="quiet">{words.functions.unknown}</p>}
      <div class="fields">
        {fieldsOf(card).map((parameter) => (
          <Given key={parameter.name} parameter={parameter} />
        ))}
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

function Given({ parameter }: { parameter: Parameter }) {
  const { name, optional, takes } = parameter
  const hint = [takes, optional ? words.functions.optional : ''].filter((one) => one !== '').join(', ')
  return (
    <Field label={name} {...(hint === '' ? {} : { hint })}>
      {(tied) =>
        isNumber(parameter) ? (
          <input {...tied} name={name} type="number" min={0} autocomplete="off" />
        ) : (
          <input {...tied} name={name} autocomplete="off" spellcheck={false} />
        )
      }
    </Field>
  )
}
