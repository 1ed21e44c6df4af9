import { useEffect, useRef } from 'preact/hooks'
import type { AlertView } from '../../src/server/view/index.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

/** What a screen reader says by itself: new alarms at once, what came of a press when there is a pause. */
export function Said() {
  const { board, said } = usePage()
  const known = useRef(new Set<string>())
  const urgent = useRef<HTMLParagraphElement>(null)
  const firing = board.all('alert').filter(({ state }) => state === 'firing')
  const fresh = firing.filter(({ id }) => !known.current.has(id))
  useEffect(() => {
    known.current = new Set(firing.map(({ id }) => id))
    if (fresh.length > 0 && urgent.current !== null) urgent.current.textContent = fresh.map(sentence).join(' ')
  })
  return (
    <div class="unseen">
      <p ref={urgent} aria-live="assertive" />
      <p aria-live="polite">{said.value}</p>
    </div>
  )
}

function sentence({ severity, message, action }: AlertView): string {
  return `${words.alarms.fresh(words.alarms.severity[severity], message)} ${action}`
}
