import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useId } from 'preact/hooks'
import { listIn } from '../api/call.ts'
import { readLog, serverItself } from '../api/room.ts'
import { mayConfigure } from '../api/session.ts'
import { InstanceChoice, useInstanceChoice } from '../frame/instance-choice.tsx'
import { timeText } from '../state/figure-text.ts'
import { readLogLine, type LogLine } from '../state/log-entry.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { LogActions } from './log-actions.tsx'

const most = 100

/** What was asked and how it ended, from the show log, newest first. */
export function Timeline() {
  const id = useId()
  const { session } = usePage()
  const instance = useInstanceChoice()
  const ofServer = useSignal(false)
  const chosen = useComputed(() => (ofServer.value ? serverItself : instance.value))
  const lines = useSignal<readonly LogLine[] | null>(null)
  const problem = useSignal('')
  const load = async (instance: string): Promise<void> => {
    const answer = await readLog(instance, null, most)
    if (instance !== chosen.value) return
    problem.value = answer.ok ? '' : answer.sentence
    if (answer.ok) lines.value = newestFirst(listIn(answer.body, 'entries'))
  }
  /** The entries before the oldest one that is shown. */
  const older = async (before: number): Promise<void> => {
    const after = Math.max(0, before - 1 - most)
    const instance = chosen.value
    const answer = await readLog(instance, after, before - 1 - after)
    if (instance !== chosen.value) return
    problem.value = answer.ok ? '' : answer.sentence
    if (answer.ok) lines.value = [...(lines.value ?? []), ...newestFirst(listIn(answer.body, 'entries'))]
  }
  const oldest = lines.value?.at(-1)?.sequence ?? 1
  useSignalEffect(() => {
    lines.value = null
    if (chosen.value !== '') void load(chosen.value)
  })
  return (
    <section class="panel timeline" aria-labelledby={id}>
      <h2 id={id}>{words.timeline.heading}</h2>
      {mayConfigure(session.value) && (
        <div class="tools" role="group" aria-label={words.timeline.which}>
          {[false, true].map((server) => (
            <button
              key={String(server)}
              type="button"
              class="plain"
              aria-pressed={ofServer.value === server}
              onClick={() => (ofServer.value = server)}
            >
              {words.timeline.logs[server ? 'server' : 'show']}
            </button>
          ))}
        </div>
      )}
      <p class="quiet">{ofServer.value ? words.timeline.serverWhy : words.timeline.why}</p>
      <div class="tools">
        {!ofServer.value && <InstanceChoice chosen={instance} label={words.timeline.instance} />}
        <button type="button" onClick={() => void load(chosen.value)}>
          {words.timeline.reload}
        </button>
        {chosen.value !== '' && <LogActions key={chosen.value} instance={chosen.value} />}
      </div>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {lines.value === null && problem.value === '' && <p class="quiet">{words.timeline.loading}</p>}
      {lines.value !== null && lines.value.length === 0 && <p class="quiet">{words.timeline.empty}</p>}
      {lines.value !== null && lines.value.length > 0 && <Lines lines={lines.value} />}
      {oldest > 1 && (
        <div class="presses">
          <button type="button" onClick={() => void older(oldest)}>
            {words.timeline.older}
          </button>
        </div>
      )}
    </section>
  )
}

function Lines({ lines }: { lines: readonly LogLine[] }) {
  const { columns } = words.timeline
  return (
    <table>
      <caption class="unseen">{words.timeline.table}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.time}</th>
          <th scope="col">{columns.event}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.details}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.sequence} class={`line-${line.tone}`}>
            <td class="time">
              <time dateTime={line.at}>{timeText(line.at)}</time>
            </td>
            <td class="event">{line.event}</td>
            <td>{line.actor}</td>
            <td class="details">
              {line.details.map(([name, value], at) => (
                <span key={at}>
                  <span class="quiet">{name}</span> {value}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function newestFirst(entries: readonly unknown[]): LogLine[] {
  return entries
    .map(readLogLine)
    .filter((line) => line !== null)
    .toSorted((a, b) => b.sequence - a.sequence)
}
