import { useSignal, useSignalEffect, type Signal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { usePage } from '../state/page.ts'

/** Which vMix is meant: the first one, until another is chosen. */
export function useInstanceChoice(): Signal<string> {
  const { board } = usePage()
  const chosen = useSignal('')
  useSignalEffect(() => {
    const ids = board.keys('instance').value.map((key) => key.slice('instance:'.length))
    if (!ids.includes(chosen.value)) chosen.value = ids[0] ?? ''
  })
  return chosen
}

export function InstanceChoice({ chosen, label }: { chosen: Signal<string>; label: string }) {
  const { board } = usePage()
  const id = useId()
  return (
    <span class="inline">
      <label for={id}>{label}</label>
      <select id={id} value={chosen.value} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
        {board.all('instance').map((instance) => (
          <option key={instance.id} value={instance.id}>
            {instance.name}
          </option>
        ))}
      </select>
    </span>
  )
}
