import type { Signal } from '@preact/signals'
import type { PresetView, StreamView } from '../../src/server/view/index.ts'
import type { StartChoice } from '../api/streams.ts'
import { words } from '../words.ts'

const formats = ['MP4', 'MOV', 'MKV'] as const

/** Which destinations, whether to record, and whether what is on goes off. */
export function Choose(props: { stream: StreamView; presets: readonly PresetView[]; choice: Signal<StartChoice> }) {
  const { stream, presets, choice } = props
  const { record, replace } = choice.value
  const change = (what: Partial<StartChoice>): void => {
    choice.value = { ...choice.value, ...what }
  }
  return (
    <>
      <fieldset>
        <legend>{words.goLive.where}</legend>
        {presets.length === 0 && (
          <p class="quiet">
            {words.goLive.none} <a href="#/destinations">{words.goLive.add}</a>
          </p>
        )}
        {presets.map((preset) => (
          <PresetChoice key={preset.id} preset={preset} stream={stream} choice={choice.value} change={change} />
        ))}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          checked={record !== null}
          onChange={() => change({ record: record === null ? { format: 'MP4' } : null })}
        />
        <span>
          {words.goLive.record} <span class="quiet">{words.goLive.recordWhy}</span>
        </span>
      </label>
      {record !== null && (
        <label class="inline">
          {words.goLive.format}
          <select
            value={record.format}
            onChange={({ currentTarget: { value } }) =>
              change({ record: { format: formats.find((one) => one === value) ?? 'MP4' } })
            }
          >
            {formats.map((format) => (
              <option key={format}>{format}</option>
            ))}
          </select>
        </label>
      )}
      {stream.live === true && (
        <label class="choice">
          <input type="checkbox" checked={replace} onChange={() => change({ replace: !replace })} />
          <span>{words.goLive.replace}</span>
        </label>
      )}
    </>
  )
}

interface PresetChoiceProps {
  readonly preset: PresetView
  readonly stream: StreamView
  readonly choice: StartChoice
  readonly change: (what: Partial<StartChoice>) => void
}

function PresetChoice({ preset, stream, choice, change }: PresetChoiceProps) {
  const { id, name, url, key } = preset
  const chosen = choice.presets.includes(id)
  const live = stream.destinations.some((one) => one.name === name && one.state === 'live')
  const presets = chosen ? choice.presets.filter((one) => one !== id) : [...choice.presets, id]
  return (
    <label class="choice">
      <input type="checkbox" checked={chosen} disabled={key === 'missing'} onChange={() => change({ presets })} />
      <span>
        {name} <span class="quiet">{url}</span>
        {key === 'missing' && <strong class="wrong"> {words.goLive.noKey}</strong>}
        {live && <strong> {stream.rehearsal ? words.rehearsal.already : words.goLive.live}</strong>}
      </span>
    </label>
  )
}
