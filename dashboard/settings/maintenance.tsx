import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { call } from '../api/call.ts'
import { mayOperate } from '../api/session.ts'
import type { MaintenanceView } from '../../src/server/view/index.ts'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { windowText } from '../state/maintenance.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

const said = words.settings.maintenance
const lengths = [15, 30, 60, 120, 240] as const

/** Times in which nobody is told, now and to come. */
export function Maintenance() {
  const { board, session } = usePage()
  const id = useId()
  const windows = board.all('maintenance')
  return (
    <section class="panel presets" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{said.why}</p>
      {windows.length === 0 && <p>{said.none}</p>}
      <ul>
        {windows.map((window) => (
          <Window key={window.id} window={window} />
        ))}
      </ul>
      {mayOperate(session.value) && <Begin />}
    </section>
  )
}

function Window({ window }: { window: MaintenanceView }) {
  const page = usePage()
  const problem = useSignal('')
  const end = async (): Promise<void> => {
    const answer = await call({ method: 'DELETE', path: `/maintenance/${encodeURIComponent(window.id)}` })
    problem.value = answer.ok ? '' : answer.sentence
    page.said.value = answer.ok ? said.ended : answer.sentence
  }
  return (
    <li class="preset edge-warning">
      <p class="name">{window.reason}</p>
      <p class="quiet">{windowText(window)}</p>
      {window.by !== null && mayOperate(page.session.value) && (
        <div class="presses">
          <button type="button" aria-label={said.endNamed(window.reason)} onClick={() => void end()}>
            {said.end}
          </button>
        </div>
      )}
      <p class="wrong" role="alert">
        {problem.value}
      </p>
    </li>
  )
}

function Begin() {
  const { board, clock, said: spoken } = usePage()
  const busy = useSignal(false)
  const problem = useSignal('')
  const instances = board.all('instance')
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy.value) return
    const form = event.currentTarget
    const text = formText(event)
    const minutes = Number(text('minutes'))
    const instance = text('instance')
    busy.value = true
    const answer = await call({
      method: 'POST',
      path: '/maintenance',
      body: {
        reason: text('reason'),
        // By the server's clock: this one may be hours off.
        ...(minutes === 0 ? {} : { until: new Date(clock.now.value + minutes * 60_000).toISOString() }),
        ...(instance === '' ? {} : { instances: [instance] }),
      },
    })
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    spoken.value = answer.ok ? said.begun : answer.sentence
    const reason = form instanceof HTMLFormElement ? form.elements.namedItem('reason') : null
    if (answer.ok && reason instanceof HTMLInputElement) reason.value = ''
  }
  return (
    <form class="add" onSubmit={(event) => void submit(event)}>
      <div class="fields">
        <Field label={said.reason} hint={said.reasonHint}>
          {(tied) => <input {...tied} name="reason" required maxLength={320} autocomplete="off" />}
        </Field>
        <Field label={said.long}>
          {(tied) => (
            <select {...tied} name="minutes">
              {lengths.map((minutes) => (
                <option key={minutes} value={minutes} selected={minutes === 60}>
                  {said.minutes(minutes)}
                </option>
              ))}
              <option value="0">{said.open}</option>
            </select>
          )}
        </Field>
        {instances.length > 1 && (
          <Field label={said.which}>
            {(tied) => (
              <select {...tied} name="instance">
                <option value="">{said.all}</option>
                {instances.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      <button type="submit" class="main" aria-disabled={busy.value}>
        {busy.value ? said.beginning : said.begin}
      </button>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
    </form>
  )
}
