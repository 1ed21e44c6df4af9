import { useSignal } from '@preact/signals'
import { type ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Answer } from '../api/call.ts'
import { messageIn } from '../api/resume.ts'
import { mayOperate } from '../api/session.ts'
import { Icon } from '../frame/icon.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

interface WayBackProps {
  readonly heading: string
  /** What the button says, and of what for who does not see where it stands. */
  readonly label: string
  readonly about: string
  readonly act: () => Promise<Answer>
  readonly children: ComponentChildren
}

/** Something is badly wrong, and one press helps. */
export function WayBack({ heading, label, about, act, children }: WayBackProps) {
  const { session, said } = usePage()
  const id = useId()
  const busy = useSignal(false)
  const problem = useSignal('')
  const press = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    said.value = words.wayBack.working
    const answer = await act()
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? messageIn(answer.body) : answer.sentence
  }
  return (
    <section class="way-back tone-critical" aria-labelledby={id}>
      <h3 id={id}>
        <Icon tone="critical" />
        {heading}
      </h3>
      {children}
      {mayOperate(session.value) && (
        <button type="button" class="main" aria-disabled={busy.value} onClick={() => void press()}>
          {busy.value ? words.wayBack.working : label}
          <span class="unseen"> {about}</span>
        </button>
      )}
      {problem.value !== '' && (
        <p class="wrong" role="alert">
          {problem.value}
        </p>
      )}
    </section>
  )
}
