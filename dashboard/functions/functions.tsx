import { useSignal, useSignalEffect } from '@preact/signals'
import { useId } from 'preact/hooks'
import { listIn } from '../api/call.ts'
import { searchFunctions } from '../api/room.ts'
import { mayConfigure } from '../api/session.ts'
import { InstanceChoice, useInstanceChoice } from '../frame/instance-choice.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { FunctionForm } from './function-form.tsx'
import { readFunction, type FunctionCard } from './function-info.ts'

const settleMs = 200
const shown = 60

/** Any function of vMix: search, fill in, send. */
export function Functions() {
  const { session } = usePage()
  const id = useId()
  const chosen = useInstanceChoice()
  const search = useSignal('')
  const found = useSignal<readonly FunctionCard[]>([])
  const problem = useSignal('')
  const open = useSignal<FunctionCard | null>(null)
  useSignalEffect(() => {
    const text = search.value
    const timer = setTimeout(() => {
      void searchFunctions(text).then((answer) => {
        if (text !== search.peek()) return
        problem.value = answer.ok ? '' : answer.sentence
        if (answer.ok)
          found.value = listIn(answer.body, 'functions')
            .map(readFunction)
            .filter((one) => one !== null)
      })
    }, settleMs)
    return () => clearTimeout(timer)
  })
  if (!mayConfigure(session.value)) {
    return (
      <section class="panel">
        <h2>{words.functions.heading}</h2>
        <p>{words.functions.onlyAdmin}</p>
      </section>
    )
  }
  return (
    <section class="panel functions" aria-labelledby={id}>
      <h2 id={id}>{words.functions.heading}</h2>
      <p class="quiet">{words.functions.why}</p>
      <div class="tools">
        <InstanceChoice chosen={chosen} label={words.functions.instance} />
        <label class="inline">
          {words.functions.search}
          <input
            type="search"
            placeholder={words.functions.searchHint}
            autocomplete="off"
            spellcheck={false}
            value={search.value}
            onInput={({ currentTarget }) => {
              search.value = currentTarget.value
              open.value = null
            }}
          />
        </label>
        <p class="quiet" role="status">
          {found.value.length === 0 ? words.functions.none : words.functions.found(found.value.length, shown)}
        </p>
      </div>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {open.value !== null && (
        <FunctionForm
          key={open.value.name}
          card={open.value}
          instance={chosen.value}
          onClose={() => (open.value = null)}
        />
      )}
      <ul class="found">
        {found.value.slice(0, shown).map((card) => (
          <li key={card.name}>
            <button type="button" aria-pressed={open.value?.name === card.name} onClick={() => (open.value = card)}>
              {card.name} <span class="quiet">{card.category}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
