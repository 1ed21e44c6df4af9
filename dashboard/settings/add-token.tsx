import { useSignal } from '@preact/signals'
import { call } from '../api/call.ts'
import { signIn } from '../api/session.ts'
import { readTokenText, tokenRoles } from '../api/tokens.ts'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

const said = words.settings.tokens
/** What is chosen unless something else is stands first: a form that is emptied goes back to it. */
const lives = [365, 90, 30] as const

/** Makes a token. The first one is an administrator's, and this browser goes on with it: else nobody could. */
export function AddToken({ isFirst, load }: { isFirst: boolean; load: () => Promise<void> }) {
  const { freshToken, enter } = usePage()
  const busy = useSignal(false)
  const problem = useSignal('')
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy.value) return
    const form = event.currentTarget
    const text = formText(event)
    const name = text('name')
    const days = Number(text('days'))
    const role = isFirst ? 'admin' : text('role')
    busy.value = true
    const body = { name, role, expiresInDays: days === 0 ? null : days }
    const answer = await call({ method: 'POST', path: '/tokens', body })
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    if (!answer.ok) return
    const made = readTokenText(answer.body)
    freshToken.value = { name, text: made, isFirst }
    if (form instanceof HTMLFormElement) form.reset()
    if (isFirst) {
      await signIn(made)
      await enter()
    }
    await load()
  }
  return (
    <form class="add" onSubmit={(event) => void submit(event)}>
      <h3>{said.add}</h3>
      {isFirst && <p class="quiet">{said.first}</p>}
      <div class="fields">
        <Field label={said.name} hint={said.nameHint}>
          {(tied) => <input {...tied} name="name" required maxLength={64} autocomplete="off" />}
        </Field>
        {!isFirst && (
          <Field label={said.role}>
            {(tied) => (
              <select {...tied} name="role">
                {tokenRoles.map((role) => (
                  <option key={role} value={role}>
                    {said.roles[role]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={said.expires}>
          {(tied) => (
            <select {...tied} name="days">
              {lives.map((days) => (
                <option key={days} value={days}>
                  {said.days(days)}
                </option>
              ))}
              <option value="0">{said.never}</option>
            </select>
          )}
        </Field>
      </div>
      <button type="submit" class="main" aria-disabled={busy.value}>
        {busy.value ? said.adding : said.add}
      </button>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
    </form>
  )
}
