import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Answer } from '../api/call.ts'
import { Dialog } from '../frame/dialog.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

const holdMs = 1000
/** Who slides so far away, px, has thought better of it. */
const slackPx = 60

interface HoldProps {
  /** What a screen reader calls it. */
  readonly name: string
  readonly label: string
  /** What is stopped. */
  readonly what: string
  readonly locked: boolean
  readonly small?: boolean
  /** @param confirmed it was asked a second time, as the show lock wants it */
  readonly act: (confirmed: boolean) => Promise<Answer>
}

/**
 * Stops something when it is held for a second, by finger, mouse, Space or Enter: a slip of the hand ends no show. Who cannot
 * hold (a screen reader's press is a click and nothing else) is asked instead; with the show lock everybody is.
 */
export function HoldButton({ name, label, what, locked, small = false, act }: HoldProps) {
  const { said } = usePage()
  const state = useSignal<'idle' | 'holding' | 'asking' | 'busy'>('idle')
  const problem = useSignal('')
  const hint = useSignal('')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const pressedAt = useRef({ x: 0, y: 0 })
  const end = (): void => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
  }
  useEffect(() => end, [])

  const stop = async (confirmed: boolean): Promise<void> => {
    state.value = 'busy'
    const answer = await act(confirmed)
    state.value = 'idle'
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? words.hold.stopped(what) : answer.sentence
  }
  const press = (): void => {
    if (state.value !== 'idle') return
    state.value = 'holding'
    hint.value = ''
    problem.value = ''
    timer.current = setTimeout(() => {
      timer.current = null
      if (locked) state.value = 'asking'
      else void stop(false)
    }, holdMs)
  }
  const release = (): void => {
    if (timer.current === null) return
    end()
    state.value = 'idle'
    hint.value = words.hold.hint
  }
  const isHold = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter'
  return (
    <div class={small ? 'hold hold-small' : 'hold'}>
      <button
        type="button"
        class="stop"
        aria-label={name}
        data-holding={state.value === 'holding'}
        aria-disabled={state.value === 'busy'}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          // The page may move under the finger, by a line that comes above or by this button's own words: that ends no hold.
          event.currentTarget.setPointerCapture(event.pointerId)
          pressedAt.current = { x: event.clientX, y: event.clientY }
          press()
        }}
        onPointerMove={({ clientX, clientY }) => {
          const { x, y } = pressedAt.current
          if (Math.hypot(clientX - x, clientY - y) > slackPx) release()
        }}
        onPointerUp={release}
        onLostPointerCapture={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isHold(event)) return
          // Else the browser makes a click of it, and scrolls.
          event.preventDefault()
          if (!event.repeat) press()
        }}
        onKeyUp={(event) => {
          if (!isHold(event)) return
          event.preventDefault()
          release()
        }}
        onBlur={release}
        // The click at the end of a press by pointer counts from 1, and says nothing new.
        onClick={(event) => {
          if (event.detail === 0 && state.value === 'idle') state.value = 'asking'
        }}
      >
        <span class="fill" aria-hidden="true" />
        <span class="text">{textOf(state.value, label)}</span>
      </button>
      <span class="hint" role="status">
        {state.value === 'holding' ? words.hold.holding : hint.value}
      </span>
      {problem.value !== '' && (
        <p class="wrong" role="alert">
          {problem.value}
        </p>
      )}
      {state.value === 'asking' && (
        <Dialog heading={words.hold.ask(what)} onClose={() => (state.value = 'idle')}>
          <p>{locked ? words.hold.askLocked : words.hold.askWhy}</p>
          <div class="presses">
            <button type="button" onClick={() => (state.value = 'idle')}>
              {words.hold.keep}
            </button>
            <button type="button" class="stop" onClick={() => void stop(locked)}>
              {words.hold.sure}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  )
}

function textOf(state: 'idle' | 'holding' | 'asking' | 'busy', label: string): string {
  if (state === 'busy') return words.hold.stopping
  return state === 'holding' ? words.hold.holding : label
}
