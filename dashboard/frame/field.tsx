import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  readonly label: string
  readonly hint?: string
  /** Draws the input; what it is given ties label and hint to it. */
  readonly children: (tied: { readonly id: string; readonly 'aria-describedby'?: string }) => ComponentChildren
}

/** A field with its label above and its hint below; a screen reader says the hint after the name, not as part of it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(hint === undefined ? { id } : { id, 'aria-describedby': hintId })}
      {hint !== undefined && (
        <span id={hintId} class="quiet">
          {hint}
        </span>
      )}
    </div>
  )
}
