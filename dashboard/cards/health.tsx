import { useEffect, useRef } from 'preact/hooks'
import type { EntityView, HealthView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { agoText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import type { Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'

const healthTones: Readonly<Record<HealthView['status'], Tone>> = {
  healthy: 'good',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
}

/** The verdict, where it is from, how old it is, why, and what to press. */
export function Health({ health, ageMs, entity }: { health: HealthView; ageMs: number | null; entity: EntityView }) {
  const { status, source, reasons } = health
  return (
    <section class="health">
      <h4 class="unseen">{words.health.heading}</h4>
      <p class="verdict">
        <span class={`pill tone-${healthTones[status]}`}>
          <Icon tone={healthTones[status]} />
          {words.health[status]}
        </span>
        <span class="quiet">
          {words.health.source[source]}
          {source === 'gateway' && <Age ageMs={ageMs} entity={entity} />}
        </span>
      </p>
      {reasons.length > 0 && (
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason.code} class={`reason edge-${healthTones[reason.status]}`}>
              <p>{reason.message}</p>
              {reason.action !== '' && (
                <p class="todo">
                  <strong>{words.health.todo}</strong> {reason.action}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** How old the figures are by now: they go on ageing while nothing new comes. */
function Age({ ageMs, entity }: { ageMs: number | null; entity: EntityView }) {
  const { clock } = usePage()
  const came = useRef(performance.now())
  const last = useRef(entity)
  useEffect(() => {
    if (last.current === entity) return
    last.current = entity
    came.current = performance.now()
  })
  if (ageMs === null || clock.now.value === 0) return null
  const since = last.current === entity ? performance.now() - came.current : 0
  return <span>, {words.health.age(agoText((ageMs + since) / 1000))}</span>
}
