import { useSignal } from '@preact/signals'
import { setShowLock } from '../api/room.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

interface ShowLockProps {
  readonly instance: string
  /** The vMix, as people call it. */
  readonly name: string
  readonly locked: boolean
}

/** Arms a show against slips of the hand: while it is on, every stop asks a second time. */
export function ShowLock({ instance, name, locked }: ShowLockProps) {
  const { said } = usePage()
  const problem = useSignal('')
  const shown = locked ? words.lock.on : words.lock.off
  const press = async (): Promise<void> => {
    const answer = await setShowLock(instance, !locked)
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? words.lock.said(!locked, name) : answer.sentence
  }
  return (
    <div class="show-lock">
      <button
        type="button"
        class="plain"
        aria-pressed={locked}
        aria-label={`${shown}, ${name}`}
        onClick={() => void press()}
      >
        {shown}
      </button>
      {locked && <p class="notice">{words.instance.locked}</p>}
      {problem.value !== '' && (
        <p class="wrong" role="alert">
          {problem.value}
        </p>
      )}
    </div>
  )
}
