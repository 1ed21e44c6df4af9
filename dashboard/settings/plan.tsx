import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { call, type Answer } from '../api/call.ts'
import { mayConfigure, mayOperate } from '../api/session.ts'
import type { ScheduleView } from '../../src/server/view/index.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Schedule } from '../schedules/schedules.tsx'
import { planBody, schedulePath } from '../state/plan-body.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { PlanForm } from './plan-form.tsx'

const said = words.settings.plan

/** What is done by itself: looked at by everybody, left out once by who operates, changed by who configures. */
export function Plan() {
  const { board, session } = usePage()
  const id = useId()
  const adding = useSignal(false)
  const schedules = board.all('schedule').toSorted((a, b) => (a.nextAt ?? '~').localeCompare(b.nextAt ?? '~'))
  return (
    <section class="panel schedules" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{said.why}</p>
      {schedules.length === 0 && <p>{said.none}</p>}
      <ul>
        {schedules.map((schedule) => (
          <Planned key={schedule.id} schedule={schedule} />
        ))}
      </ul>
      {mayConfigure(session.value) && (
        <div class="presses">
          <button type="button" class="main" onClick={() => (adding.value = true)}>
            {said.add}
          </button>
        </div>
      )}
      {adding.value && (
        <PlanForm
          schedule={null}
          taken={schedules.map((schedule) => schedule.id)}
          onClose={() => (adding.value = false)}
        />
      )}
    </section>
  )
}

function Planned({ schedule }: { schedule: ScheduleView }) {
  const { session, clock, said: spoken } = usePage()
  const problem = useSignal('')
  const asking = useSignal<'edit' | 'remove' | null>(null)
  const { id, name, enabled, fromFile, nextAt, skipped } = schedule
  const path = schedulePath(id)
  const done = async (asked: Promise<Answer>): Promise<void> => {
    const answer = await asked
    problem.value = answer.ok ? '' : answer.sentence
    spoken.value = answer.ok ? name : answer.sentence
  }
  const isLeftOut = skipped !== null && Date.parse(skipped) > clock.now.value
  const may = mayConfigure(session.value) && !fromFile
  return (
    <Schedule schedule={schedule}>
      {fromFile && <p class="quiet">{said.fromFile}</p>}
      <div class="presses">
        {mayOperate(session.value) && isLeftOut && (
          <button
            type="button"
            aria-label={said.takeBackNamed(name)}
            onClick={() => void done(call({ method: 'DELETE', path: `${path}/skip` }))}
          >
            {said.takeBack}
          </button>
        )}
        {mayOperate(session.value) && !isLeftOut && nextAt !== null && (
          <button
            type="button"
            aria-label={said.skipNamed(name)}
            onClick={() => void done(call({ method: 'POST', path: `${path}/skip`, body: { at: nextAt } }))}
          >
            {said.skip}
          </button>
        )}
        {may && (
          <>
            <button type="button" aria-label={said.editNamed(name)} onClick={() => (asking.value = 'edit')}>
              {said.edit}
            </button>
            <button
              type="button"
              aria-label={said.switchNamed(!enabled, name)}
              onClick={() =>
                void done(call({ method: 'PUT', path, body: { ...planBody(schedule), enabled: !enabled } }))
              }
            >
              {enabled ? said.switchOff : said.switchOn}
            </button>
            <button type="button" aria-label={said.removeNamed(name)} onClick={() => (asking.value = 'remove')}>
              {said.remove}
            </button>
          </>
        )}
      </div>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {asking.value === 'edit' && <PlanForm schedule={schedule} taken={[]} onClose={() => (asking.value = null)} />}
      {asking.value === 'remove' && (
        <Dialog heading={`${said.removeNamed(name)}?`} onClose={() => (asking.value = null)}>
          <div class="presses">
            <button type="button" onClick={() => (asking.value = null)}>
              {words.cancel}
            </button>
            <button
              type="button"
              class="stop"
              onClick={() => {
                asking.value = null
                void done(call({ method: 'DELETE', path }))
              }}
            >
              {said.remove}
            </button>
          </div>
        </Dialog>
      )}
    </Schedule>
  )
}
