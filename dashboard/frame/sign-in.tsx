import { useSignal } from '@preact/signals'
import { signIn } from '../api/session.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

export function SignIn() {
  const { enter } = usePage()
  const problem = useSignal('')
  const busy = useSignal(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const token = new FormData(form).get('token')
    busy.value = true
    problem.value = (typeof token === 'string' ? await signIn(token.trim()) : null) ?? ''
    busy.value = false
    if (problem.value === '') await enter()
  }
  return (
    <form class="panel sign-in" onSubmit={(event) => void submit(event)}>
      <h2>{words.signIn.heading}</h2>
      <label for="token">{words.signIn.token}</label>
      <input
        id="token"
        name="token"
        type="password"
        autocomplete="current-password"
        spellcheck={false}
        required
        aria-describedby="token-hint"
      />
      <p id="token-hint" class="quiet">
        {words.signIn.hint}
      </p>
      <button type="submit" class="main" disabled={busy.value}>
        {busy.value ? words.signIn.signing : words.signIn.press}
      </button>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
    </form>
  )
}
