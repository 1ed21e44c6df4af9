import { useSignal, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { call } from '../api/call.ts'

/** What the server answered last, read; asked when the part is drawn, and again as often as is said. */
export interface Answered<T> {
  /** Null: nothing came yet. */
  readonly value: ReadonlySignal<T | null>
  /** Why nothing came this time; empty: it came. */
  readonly problem: ReadonlySignal<string>
  readonly load: () => Promise<void>
}

/**
 * @param path below `/api/v1`; null: it is not asked
 * @param everyMs it is asked again by itself, where it changes by itself
 */
export function useAnswer<T>(path: string | null, read: (body: unknown) => T, everyMs?: number): Answered<T> {
  const value = useSignal<T | null>(null)
  const problem = useSignal('')
  const load = async (): Promise<void> => {
    if (path === null) return
    const answer = await call({ method: 'GET', path })
    // No answer to a look that comes by itself: the page says everywhere that the connection is lost.
    const isLost = !answer.ok && answer.status === 0 && value.peek() !== null
    problem.value = answer.ok || isLost ? '' : answer.sentence
    if (answer.ok) value.value = read(answer.body)
  }
  useEffect(() => {
    void load()
    const timer = everyMs === undefined ? null : setInterval(() => void load(), everyMs)
    return () => (timer === null ? undefined : clearInterval(timer))
  }, [path])
  return { value, problem, load }
}
