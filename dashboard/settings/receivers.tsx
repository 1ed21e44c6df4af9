import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { call, listIn } from '../api/call.ts'
import { mayOperate } from '../api/session.ts'
import { Icon } from '../frame/icon.tsx'
import { isRecord } from '../state/entities.ts'
import { dayText, timeText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { useAnswer } from './use-answer.ts'

const said = words.settings.receivers
const states = { unproven: 'unknown', working: 'good', failing: 'critical' } as const

/** Who is told of alarms, and whether that works. */
interface Receiver {
  readonly name: string
  readonly type: string
  readonly state: keyof typeof states
  readonly problem: string
  readonly waiting: number
  readonly dropped: number
  /** ISO 8601; empty: nothing was taken yet. */
  readonly lastDeliveredAt: string
}

export function Receivers() {
  const id = useId()
  const { value, problem, load } = useAnswer('/receivers', readReceivers, 5000)
  return (
    <section class="panel presets" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {value.value?.length === 0 && <p>{said.none}</p>}
      <ul>
        {value.value?.map((receiver) => (
          <OneReceiver key={receiver.name} receiver={receiver} load={load} />
        ))}
      </ul>
    </section>
  )
}

function OneReceiver({ receiver, load }: { receiver: Receiver; load: () => Promise<void> }) {
  const page = usePage()
  const busy = useSignal(false)
  const answered = useSignal<{ readonly good: boolean; readonly sentence: string } | null>(null)
  const { name, type, state, problem, waiting, dropped, lastDeliveredAt } = receiver
  const test = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer = await call({ method: 'POST', path: `/receivers/${encodeURIComponent(name)}/test`, body: {} })
    busy.value = false
    answered.value = { good: answer.ok, sentence: answer.ok ? said.tested(name) : answer.sentence }
    await load()
  }
  const counts = [waiting > 0 ? said.waiting(waiting) : '', dropped > 0 ? said.dropped(dropped) : '']
  const last =
    lastDeliveredAt === '' ? said.never : said.last(`${dayText(lastDeliveredAt)} ${timeText(lastDeliveredAt)}`)
  return (
    <li class={`preset edge-${states[state]}`}>
      <p class="name">{name}</p>
      <p>
        <span class={`pill tone-${states[state]}`}>
          <Icon tone={states[state]} />
          {said.state[state]}
        </span>{' '}
        <span class="quiet">{[type, last, ...counts].filter((part) => part !== '').join(', ')}</span>
      </p>
      {problem !== '' && <p class="wrong">{problem}</p>}
      {mayOperate(page.session.value) && (
        <div class="presses">
          <button
            type="button"
            aria-label={said.testNamed(name)}
            aria-disabled={busy.value}
            onClick={() => void test()}
          >
            {busy.value ? said.testing : said.test}
          </button>
        </div>
      )}
      {/* What is wrong stands above already. */}
      <p class={answered.value?.good === true ? 'right' : 'wrong'} role="status">
        {answered.value === null || answered.value.sentence === problem ? '' : answered.value.sentence}
      </p>
    </li>
  )
}

function readReceivers(body: unknown): readonly Receiver[] {
  return listIn(body, 'receivers').flatMap((one) => {
    if (!isRecord(one) || typeof one['name'] !== 'string') return []
    const text = (name: string): string => {
      const value = one[name]
      return typeof value === 'string' ? value : ''
    }
    const count = (name: string): number => {
      const value = one[name]
      return typeof value === 'number' ? value : 0
    }
    const state = one['state'] === 'working' || one['state'] === 'failing' ? one['state'] : 'unproven'
    return {
      name: one['name'],
      type: text('type'),
      state,
      problem: text('problem'),
      waiting: count('waiting'),
      dropped: count('dropped'),
      lastDeliveredAt: text('lastDeliveredAt'),
    }
  })
}
