import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { changeInstance, removeInstance } from '../api/instances.ts'
import type { Answer } from '../api/call.ts'
import { mayConfigure } from '../api/session.ts'
import type { InstanceView } from '../../src/server/view/index.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { AddInstance } from './add-instance.tsx'
import { useDraft } from './draft.ts'
import { FindVMix } from './find-vmix.tsx'
import { PortField } from './place-form.tsx'

const said = words.instances
const edges = { connected: 'good', connecting: 'busy', unreachable: 'critical' } as const

/** Every vMix of the room: added, changed, removed. */
export function Instances() {
  const { board, session } = usePage()
  const id = useId()
  const adding = useSignal(false)
  const instances = board.all('instance')
  const may = mayConfigure(session.value)
  return (
    <section class="panel presets" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{said.why}</p>
      {instances.length === 0 && <p>{said.none}</p>}
      <ul>
        {instances.map((instance) => (
          <OneInstance key={instance.id} instance={instance} may={may} />
        ))}
      </ul>
      {may && (
        <div class="presses">
          <button type="button" aria-expanded={adding.value} onClick={() => (adding.value = !adding.value)}>
            {said.add}
          </button>
          <a href="#/first-steps">{said.firstSteps}</a>
        </div>
      )}
      {may && adding.value && <Adding onAdded={() => (adding.value = false)} />}
    </section>
  )
}

function Adding({ onAdded }: { onAdded: () => void }) {
  const draft = useDraft()
  return (
    <>
      <FindVMix draft={draft} />
      <AddInstance draft={draft} onAdded={onAdded} />
    </>
  )
}

function OneInstance({ instance, may }: { instance: InstanceView; may: boolean }) {
  const asking = useSignal<'change' | 'remove' | null>(null)
  const { name, host, port, connection } = instance
  const close = (): void => void (asking.value = null)
  return (
    <li class={`preset edge-${edges[connection.state]}`}>
      <p class="name">{name}</p>
      <p class="quiet">
        {said.at(host, port)}, {words.instance[connection.state]}
      </p>
      {connection.problem !== null && <p class="wrong">{connection.problem}</p>}
      {may && (
        <div class="presses">
          <button type="button" aria-label={said.changeNamed(name)} onClick={() => (asking.value = 'change')}>
            {said.change}
          </button>
          <button type="button" aria-label={said.removeNamed(name)} onClick={() => (asking.value = 'remove')}>
            {said.remove}
          </button>
        </div>
      )}
      {asking.value === 'change' && <Change instance={instance} onClose={close} />}
      {asking.value === 'remove' && <Remove instance={instance} onClose={close} />}
    </li>
  )
}

interface AskingProps {
  readonly instance: InstanceView
  readonly onClose: () => void
}

function Change({ instance, onClose }: AskingProps) {
  const { id, name, host, port } = instance
  const asked = useAsked(onClose)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = formText(event)
    const changed = { name: text('name'), host: text('host'), port: Number(text('port')) }
    // Only what is another: a new address for one that is live is asked about.
    const other = Object.fromEntries(
      Object.entries(changed).filter(([field, value]) => value !== { name, host, port }[field]),
    )
    void asked.send(
      (confirmed) => changeInstance(id, { ...other, ...(confirmed ? { confirmed } : {}) }),
      said.changed(changed.name),
    )
  }
  return (
    <Dialog heading={said.changeNamed(name)} onClose={onClose}>
      <form onSubmit={submit}>
        <div class="fields">
          <Field label={said.name}>
            {(tied) => <input {...tied} name="name" required maxLength={80} defaultValue={name} autocomplete="off" />}
          </Field>
          <Field label={said.host}>
            {(tied) => <input {...tied} name="host" required maxLength={255} defaultValue={host} autocomplete="off" />}
          </Field>
          <Field label={said.port}>{(tied) => <PortField tied={tied} name="port" usual={port} />}</Field>
        </div>
        <Sent asked={asked} />
        <button type="submit" class="main" aria-disabled={asked.busy.value}>
          {asked.busy.value ? said.changing : said.change}
        </button>
      </form>
    </Dialog>
  )
}

function Remove({ instance, onClose }: AskingProps) {
  const { id, name } = instance
  const asked = useAsked(onClose)
  const remove = (): void => void asked.send((confirmed) => removeInstance(id, confirmed), said.removed(name))
  return (
    <Dialog heading={`${said.removeNamed(name)}?`} onClose={onClose}>
      <p>{said.removeWhy}</p>
      <Sent asked={asked} />
      <div class="presses">
        <button type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="button" class="stop" aria-disabled={asked.busy.value} onClick={remove}>
          {said.remove}
        </button>
      </div>
    </Dialog>
  )
}

/** What the server says against it, and a second press where that is all it takes. */
function Sent({ asked }: { asked: ReturnType<typeof useAsked> }) {
  return (
    <>
      <p class="wrong" role="alert">
        {asked.problem.value}
      </p>
      {asked.again.value !== null && (
        <button type="button" class="stop" onClick={() => void asked.again.value?.()}>
          {said.anyway}
        </button>
      )}
    </>
  )
}

/** Sends a change; where the server wants it confirmed, a second press does that. */
function useAsked(onDone: () => void) {
  const page = usePage()
  const busy = useSignal(false)
  const problem = useSignal('')
  const again = useSignal<(() => Promise<void>) | null>(null)
  const send = async (ask: (confirmed: boolean) => Promise<Answer>, done: string, confirmed = false): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer = await ask(confirmed)
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    page.said.value = answer.ok ? done : answer.sentence
    again.value = !answer.ok && wantsConfirmation(answer) ? () => send(ask, done, true) : null
    if (answer.ok) onDone()
  }
  return { busy, problem, again, send }
}

function wantsConfirmation({ status, body }: Extract<Answer, { ok: false }>): boolean {
  return status === 423 || (typeof body === 'object' && body !== null && 'code' in body && body.code === 'stream_live')
}
