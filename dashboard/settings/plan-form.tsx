import { useSignal } from '@preact/signals'
import { call } from '../api/call.ts'
import type { ScheduleView } from '../../src/server/view/index.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Field } from '../frame/field.tsx'
import { planBody, schedulePath, type PlanBody } from '../state/plan-body.ts'
import { timingSent, timingShown, type PlanTiming } from '../state/plan-timing.ts'
import { presetId } from '../state/preset-id.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { PlanWhen } from './plan-when.tsx'

const said = words.settings.plan
const works = ['start', 'stop', 'record', 'stop-recording'] as const
const channels = [0, 1, 2, 3, 4] as const
const { timeZone: zoneHere } = new Intl.DateTimeFormat().resolvedOptions()

/** Fills in one line of the plan, a new one or one that was made here. */
export function PlanForm(props: { schedule: ScheduleView | null; taken: readonly string[]; onClose: () => void }) {
  const { schedule, taken, onClose } = props
  const { board, said: spoken } = usePage()
  const instances = board.all('instance')
  const given = useSignal<PlanBody>(
    schedule === null ? { ...fresh, instance: instances[0]?.id ?? '' } : planBody(schedule),
  )
  const timing = useSignal<PlanTiming>(timingShown(schedule ?? { at: '', cron: null }))
  const busy = useSignal(false)
  const problem = useSignal('')
  const set = (change: Partial<PlanBody>): void => {
    given.value = { ...given.value, ...change }
  }
  const { name, instance, do: does, channel, destinations = [], record, preflight = true, timeZone } = given.value
  const isStart = does === 'start'
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const when = timingSent(timing.value)
    if (when === null) problem.value = said.wouldSay
    if (when === null || busy.value) return
    const { cron: _cron, at: _at, destinations: _to, preflight: _before, record: _record, ...rest } = given.value
    const records = isStart || does === 'record'
    busy.value = true
    const answer = await call({
      method: 'PUT',
      path: schedulePath(schedule?.id ?? presetId(name, taken)),
      body: {
        ...rest,
        name: name.trim(),
        timeZone: timeZone.trim(),
        ...when,
        ...(isStart ? { destinations, preflight } : {}),
        ...(records && record !== undefined ? { record } : {}),
      },
    })
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    spoken.value = answer.ok ? said.saved(name) : answer.sentence
    if (answer.ok) onClose()
  }
  return (
    <Dialog heading={schedule === null ? said.add : said.editNamed(schedule.name)} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div class="fields">
          <Field label={said.name}>
            {(tied) => (
              <input
                {...tied}
                value={name}
                required
                maxLength={80}
                autocomplete="off"
                onInput={({ currentTarget }) => set({ name: currentTarget.value })}
              />
            )}
          </Field>
          <Field label={said.does}>
            {(tied) => (
              <select
                {...tied}
                value={does}
                onChange={({ currentTarget }) => set({ do: works[currentTarget.selectedIndex] ?? 'start' })}
              >
                {works.map((work) => (
                  <option key={work} value={work}>
                    {said.doing[work]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={said.instance}>
            {(tied) => (
              <select
                {...tied}
                value={instance}
                onChange={({ currentTarget }) => set({ instance: currentTarget.value })}
              >
                {instances.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={said.stream}>
            {(tied) => (
              <select
                {...tied}
                value={channel}
                onChange={({ currentTarget }) => set({ channel: currentTarget.selectedIndex })}
              >
                {channels.map((one) => (
                  <option key={one} value={one}>
                    {words.stream(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        {isStart && (
          <fieldset>
            <legend>{said.where}</legend>
            {board.all('preset').map((preset) => (
              <Tick
                key={preset.id}
                label={preset.name}
                checked={destinations.includes(preset.id)}
                onChange={(on) =>
                  set({
                    destinations: on ? [...destinations, preset.id] : destinations.filter((id) => id !== preset.id),
                  })
                }
              />
            ))}
            <Tick
              label={said.record}
              checked={record !== undefined}
              onChange={(on) => {
                const { record: _, ...rest } = given.value
                given.value = on ? { ...rest, record: schedule?.record ?? {} } : rest
              }}
            />
            <Tick
              label={said.looksBefore}
              hint={said.looksBeforeWhy}
              checked={preflight}
              onChange={(on) => set({ preflight: on })}
            />
          </fieldset>
        )}
        <PlanWhen timing={timing} timeZone={timeZone} onZone={(zone) => set({ timeZone: zone })} />
        <button type="submit" class="main" aria-disabled={busy.value}>
          {busy.value ? said.saving : said.save}
        </button>
        <p class="wrong" role="alert">
          {problem.value}
        </p>
      </form>
    </Dialog>
  )
}

const fresh: PlanBody = {
  name: '',
  instance: '',
  do: 'start',
  channel: 0,
  timeZone: zoneHere,
  enabled: true,
}

function Tick(props: { label: string; hint?: string; checked: boolean; onChange: (on: boolean) => void }) {
  const { label, hint, checked, onChange } = props
  return (
    <label class="choice">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>
        {label}
        {hint !== undefined && <span class="quiet">{hint}</span>}
      </span>
    </label>
  )
}
