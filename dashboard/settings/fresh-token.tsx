import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { usePage, type FreshToken as Fresh } from '../state/page.ts'
import { words } from '../words.ts'

const said = words.settings.tokens

/** A token that was just made, this one time. It is gone with the press, and with leaving this part of the page. */
export function FreshToken({ token: { name, text, isFirst } }: { token: Fresh }) {
  const { freshToken, session } = usePage()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const answered = useSignal('')
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
    return () => {
      // The first one signs this browser in, and is drawn anew for that. Any other is gone when somebody leaves or is signed out.
      const stays = isFirst && session.peek() === 'signedOut'
      if (!stays && freshToken.peek()?.text === text) freshToken.value = null
    }
  }, [])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      answered.value = said.copied
    } catch {
      // Without TLS a browser lets no page copy.
      field.current?.focus()
      field.current?.select()
      answered.value = said.copyByHand
    }
  }
  return (
    <div class="add">
      <label for={id} class="name">
        {said.fresh(name)}
      </label>
      <input id={id} ref={field} readOnly value={text} autocomplete="off" spellcheck={false} />
      <p class="tone-warning">{said.freshWhy}</p>
      <div class="presses">
        <button type="button" class="main" onClick={() => void copy()}>
          {said.copy}
        </button>
        <button type="button" onClick={() => (freshToken.value = null)}>
          {said.kept}
        </button>
        <p role="status">{answered.value}</p>
      </div>
    </div>
  )
}
