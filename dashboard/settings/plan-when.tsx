import { useSignal, useSignalEffect, type Signal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { call, listIn } from '../api/call.ts'
import { Field } from '../frame/field.tsx'
import { isRecord } from '../state/entities.ts'
import { dayText } from '../state/figure-text.ts'
import { timingSent, type PlanTiming } from '../state/plan-timing.ts'
import { words } from '../words.ts'

const said = words.settings.plan
const kinds = ['once', 'weekly', 'cron'] as const
/** What is typed is not asked for letter by letter, ms. */
const pauseMs = 300

/** When: filled in, and shown as the times on which it would be done. */
export function PlanWhen(props: { timing: Signal<PlanTiming>; timeZone: string; onZone: (zone: string) => void }) {
  const { timing, timeZone, onZone } = props
  const id = useId()
  const { kind, at, days, time, cron } = timing.value
  const set = (change: Partial<PlanTiming>): void => {
    timing.value = { ...timing.value, ...change }
  }
  return (
    <fieldset class="when">
      <legend>{said.when}</legend>
      <div class="presses">
        {kinds.map((one) => (
          <label key={one} class="choice">
            <input type="radio" name={`${id}-kind`} checked={kind === one} onChange={() => set({ kind: one })} />
            <span>{said.kinds[one]}</span>
          </label>
        ))}
      </div>
      {kind === 'weekly' && (
        <div class="presses" role="group" aria-label={said.days}>
          {said.dayNames.map((day, n) => (
            <label key={day} class="choice">
              <input
                type="checkbox"
                checked={days.includes(n)}
                onChange={({ currentTarget }) =>
                  set({ days: currentTarget.checked ? [...days, n] : days.filter((one) => one !== n) })
                }
              />
              <span>{day}</span>
            </label>
          ))}
        </div>
      )}
      <div class="fields">
        {kind === 'once' && (
          <Field label={said.at}>
            {(tied) => (
              <input
                {...tied}
                type="datetime-local"
                value={at}
                required
                onInput={({ currentTarget }) => set({ at: currentTarget.value })}
              />
            )}
          </Field>
        )}
        {kind === 'weekly' && (
          <Field label={said.time}>
            {(tied) => (
              <input
                {...tied}
                type="time"
                value={time}
                required
                onInput={({ currentTarget }) => set({ time: currentTarget.value })}
              />
            )}
          </Field>
        )}
        {kind === 'cron' && (
          <Field label={said.cron} hint={said.cronHint}>
            {(tied) => (
              <input
                {...tied}
                value={cron}
                required
                autocomplete="off"
                spellcheck={false}
                onInput={({ currentTarget }) => set({ cron: currentTarget.value })}
              />
            )}
          </Field>
        )}
        <Field label={said.zone} hint={said.zoneHint}>
          {(tied) => (
            <input
              {...tied}
              value={timeZone}
              required
              list={`${id}-zones`}
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => onZone(currentTarget.value)}
            />
          )}
        </Field>
        <datalist id={`${id}-zones`}>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <Would key={`${timeZone} ${JSON.stringify(timingSent(timing.value))}`} timing={timing} timeZone={timeZone} />
    </fieldset>
  )
}

/** The next times, or why there are none. */
function Would({ timing, timeZone }: { timing: Signal<PlanTiming>; timeZone: string }) {
  const runs = useSignal<readonly string[] | null>(null)
  const problem = useSignal('')
  useSignalEffect(() => {
    const when = timingSent(timing.value)
    if (when === null) return undefined
    const timer = setTimeout(() => void look(when), pauseMs)
    return () => clearTimeout(timer)
  })
  const look = async (when: Record<string, string>): Promise<void> => {
    const query = new URLSearchParams({ ...when, timeZone: timeZone.trim() })
    const answer = await call({ method: 'GET', path: `/timetable?${query.toString()}` })
    problem.value = answer.ok ? '' : answer.sentence
    runs.value = answer.ok ? listIn(answer.body, 'runs').flatMap((run) => runText(run, timeZone)) : []
  }
  return (
    <div class="plan" role="status">
      {problem.value !== '' && <p class="wrong">{problem.value}</p>}
      {problem.value === '' && timingSent(timing.value) === null && <p class="quiet">{said.wouldSay}</p>}
      {problem.value === '' && runs.value?.length === 0 && <p class="wrong">{said.wouldNever}</p>}
      {runs.value !== null && runs.value.length > 0 && (
        <>
          <p class="quiet">{said.would}</p>
          <ul>
            {runs.value.map((run) => (
              <li key={run}>{run}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** By the clock there, with how far it is from UTC: so a change of the clocks shows. @example 'Sun 29 Mar, 03:00 (+02:00)' */
function runText(run: unknown, timeZone: string): string[] {
  if (!isRecord(run) || typeof run['wallClock'] !== 'string' || typeof run['at'] !== 'string') return []
  const parts = /T(?<time>\d\d:\d\d).{3}(?<offset>.*)$/.exec(run['wallClock'])?.groups
  return parts === undefined ? [] : [`${dayText(run['at'], timeZone)}, ${parts['time']} (${parts['offset']})`]
}
