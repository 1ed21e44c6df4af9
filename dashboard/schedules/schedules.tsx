import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { ScheduleView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { dayText, timeText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import type { Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'

/** What is done by itself, when next, and how it went last. Nothing is shown where nothing is planned. */
export function Schedules() {
  const { board } = usePage()
  const id = useId()
  const schedules = board.all('schedule').toSorted((a, b) => (a.nextAt ?? '~').localeCompare(b.nextAt ?? '~'))
  if (schedules.length === 0) return null
  return (
    <section class="panel schedules" aria-labelledby={id}>
      <h2 id={id}>{words.schedules.heading}</h2>
      <ul>
        {schedules.map((schedule) => (
          <Schedule key={schedule.id} schedule={schedule} />
        ))}
      </ul>
    </section>
  )
}

const tones: Readonly<Record<NonNullable<ScheduleView['last']>['outcome'], Tone>> = {
  running: 'busy',
  done: 'good',
  failed: 'critical',
  missed: 'critical',
  interrupted: 'warning',
}

/** One line of the plan; below it what can be pressed, where something can. */
export function Schedule({ schedule, children }: { schedule: ScheduleView; children?: ComponentChildren }) {
  const { name, channel, does, enabled, nextAt, preflightAt, skipped, last, preflight, timeZone } = schedule
  const next = !enabled
    ? words.schedules.disabled
    : nextAt === null
      ? words.schedules.never
      : whenText(nextAt, timeZone)
  const tone = preflight !== null && !preflight.ready ? 'critical' : last === null ? 'off' : tones[last.outcome]
  return (
    <li class={`preset edge-${tone}`}>
      <p class="name">{name}</p>
      <p>
        {next} <span class="quiet">{`${words.schedules.does[does]}, ${words.stream(channel)}, ${timeZone}`}</span>
      </p>
      {preflightAt !== null && <p class="quiet">{words.schedules.looks(timeText(preflightAt))}</p>}
      {skipped !== null && <p class="tone-warning">{words.schedules.skipped(whenText(skipped, timeZone))}</p>}
      {last !== null && (
        <p>
          <span class={`pill tone-${tones[last.outcome]}`}>
            <Icon tone={tones[last.outcome]} />
            {words.schedules.outcome[last.outcome]}
          </span>{' '}
          <span class="quiet">
            {timeText(last.at)} {last.message}
          </span>
        </p>
      )}
      {preflight?.lines.map((line) => (
        <p key={line.about} class={`pill-line tone-${line.light === 'red' ? 'critical' : 'warning'}`}>
          <Icon tone={line.light === 'red' ? 'critical' : 'warning'} /> {line.message} {line.action ?? ''}
        </p>
      ))}
      {children}
    </li>
  )
}

/** By this screen's clock; where another one counts, by that one too. */
function whenText(iso: string, timeZone: string): string {
  const here = words.schedules.next(dayText(iso), timeText(iso))
  const there = words.schedules.next(dayText(iso, timeZone), timeText(iso, timeZone))
  return here === there ? here : `${here} (${words.schedules.inZone(there, timeZone)})`
}
