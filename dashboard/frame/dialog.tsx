import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

/** A question in front of the page: the browser keeps the focus in it, Escape closes it, and the focus goes back to where it was. */
export function Dialog(props: { heading: string; onClose: () => void; children: ComponentChildren }) {
  const { heading, onClose, children } = props
  const { board } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element === null) return undefined
    element.showModal()
    return () => {
      element.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        <h2 id={id}>{heading}</h2>
        {board.get('server', 'server')?.simulated === true && <p class="simulated">{words.simulated}</p>}
        <button type="button" class="plain" onClick={onClose}>
          {words.close}
        </button>
      </header>
      {children}
    </dialog>
  )
}
