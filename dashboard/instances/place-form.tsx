import { Field } from '../frame/field.tsx'
import { formText } from '../frame/form-text.ts'
import { words } from '../words.ts'
import { usualPlace, type Draft } from './draft.ts'

const said = words.instances

/** An address by hand, and what else a vMix may need. */
export function PlaceForm({ draft }: { draft: Draft }) {
  const { busy, test } = draft
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = formText(event)
    const port = Number(text('port'))
    const tcpPort = Number(text('tcpPort'))
    void test({ host: text('host'), port, tcpPort, username: text('username'), password: text('password') })
  }
  return (
    <form class="add" onSubmit={submit}>
      <p class="name">{said.where}</p>
      <div class="fields">
        <Field label={said.host} hint={said.hostHint}>
          {(tied) => (
            <input
              {...tied}
              name="host"
              required
              maxLength={255}
              autocomplete="off"
              spellcheck={false}
              inputMode="url"
            />
          )}
        </Field>
        <Field label={said.port} hint={said.portHint}>
          {(tied) => <PortField tied={tied} name="port" usual={usualPlace.port} />}
        </Field>
      </div>
      <details>
        <summary>{said.more}</summary>
        <div class="fields">
          <Field label={said.tcpPort} hint={said.tcpPortHint}>
            {(tied) => <PortField tied={tied} name="tcpPort" usual={usualPlace.tcpPort} />}
          </Field>
          <Field label={said.user}>
            {(tied) => <input {...tied} name="username" maxLength={255} autocomplete="off" spellcheck={false} />}
          </Field>
          <Field label={said.password} hint={said.passwordHint}>
            {(tied) => <input {...tied} name="password" type="password" maxLength={1000} autocomplete="off" />}
          </Field>
        </div>
      </details>
      <button type="submit" class="main" aria-disabled={busy.value}>
        {busy.value ? said.testing : said.test}
      </button>
    </form>
  )
}

/** A port, as a number from 1 to 65535. */
export function PortField({ tied, name, usual }: { tied: object; name: string; usual: number }) {
  return (
    <input {...tied} name={name} type="number" min={1} max={65_535} step={1} required defaultValue={String(usual)} />
  )
}
