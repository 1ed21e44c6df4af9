import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { acknowledge } from '../api/room.ts'
import { mayOperate } from '../api/session.ts'
import type { AlertView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { inOrder } from '../state/alarm-order.ts'
import { secondsSince } from '../state/clock.ts'
import { agoText, timeText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import type { Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'

const tones: Readonly<Record<AlertView['severity'], Tone>> = { info: 'busy', warning: 'warning', critical: 'critical' }

/** What somebody should know, the worst first; what is over stays until it was seen. */
export function Alarms() {
  const { board } = usePage()
  const id = useId()
  const alerts = inOrder(board.all('alert'))
  return (
    <section class="alarms" aria-labelledby={id}>
      <h2 id={id} class={alerts.length === 0 ? 'unseen' : ''}>
        {words.alarms.heading}
      </h2>
      {alerts.length === 0 && <p class="quiet none">{words.alarms.none}</p>}
      <ul>
        {alerts.map((alert) => (
          <Alarm key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  )
}

function Alarm({ alert }: { alert: AlertView }) {
  const { session, clock, said } = usePage()
  const problem = useSignal('')
  const { severity, state, message, action, since, resolvedAt, acknowledged } = alert
  const over = state === 'resolved'
  const tone = over ? 'off' : tones[severity]
  const press = async (): Promise<void> => {
    const answer = await acknowledge(alert.id)
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? words.alarms.acknowledge : answer.sentence
  }
  return (
    <li class={`alarm edge-${tone}`} data-alarm={state} data-seen={acknowledged !== null}>
      <p class={`pill tone-${tone}`}>
        <Icon tone={tone} />
        {over ? words.alarms.resolved : words.alarms.severity[severity]}
      </p>
      <div class="what">
        <p class="message">{message}</p>
        {action !== '' && !over && <p class="todo">{action}</p>}
        <p class="quiet">
          {timeText(since)}
          {over && resolvedAt !== null
            ? `, ${words.alarms.resolvedAt(timeText(resolvedAt))}`
            : `, ${words.instance.since(agoText(secondsSince(since, clock.now.value)))}`}
          {acknowledged !== null && `. ${words.alarms.acknowledged(acknowledged.by, timeText(acknowledged.at))}`}
        </p>
        {problem.value !== '' && <p class="wrong">{problem.value}</p>}
      </div>
      {acknowledged === null && mayOperate(session.value) && (
        <button type="button" aria-label={words.alarms.acknowledgeNamed(message)} onClick={() => void press()}>
          {words.alarms.acknowledge}
        </button>
      )}
    </li>
  )
}
