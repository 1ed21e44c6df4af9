import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { StreamView } from '../../src/server/view/index.ts'
import { readPlan, startStream, type Plan, type StartChoice } from '../api/streams.ts'
import { words } from '../words.ts'

/** Long enough that ticking three boxes asks once. */
const settleMs = 250

/** What a start would send, as the server answers before anything is sent. */
export function PlanOf({ stream, choice }: { stream: StreamView; choice: StartChoice }) {
  const plan = useSignal<Plan | string | null>(null)
  const { instance, channel } = stream
  const asked = JSON.stringify(choice)
  useEffect(() => {
    let left = false
    if (choice.presets.length === 0) {
      plan.value = words.goLive.choose
      return undefined
    }
    plan.value = words.goLive.looking
    const timer = setTimeout(() => {
      void startStream(instance, channel, choice, 'look').then((answer) => {
        if (!left) plan.value = answer.ok ? readPlan(answer.body) : answer.sentence
      })
    }, settleMs)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [instance, channel, asked])
  return (
    <section class="plan" aria-live="polite">
      <h3>{words.goLive.plan}</h3>
      {plan.value === null || typeof plan.value === 'string' ? (
        <p class="quiet">{plan.value}</p>
      ) : (
        <PlanList plan={plan.value} />
      )}
    </section>
  )
}

function PlanList({ plan: { wouldSend, problems } }: { plan: Plan }) {
  return (
    <>
      {wouldSend.length === 0 && problems.length === 0 && <p class="quiet">{words.goLive.nothing}</p>}
      <ol>
        {wouldSend.map((line, at) => (
          <li key={at}>{line}</li>
        ))}
      </ol>
      {problems.length > 0 && (
        <div class="notice tone-warning">
          <strong>{words.goLive.problems}</strong>
          <ul>
            {problems.map((line, at) => (
              <li key={at}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
