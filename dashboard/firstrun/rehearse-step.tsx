import { useSignal } from '@preact/signals'
import { rehearse } from '../api/instances.ts'
import { stopStream } from '../api/streams.ts'
import type { StreamView } from '../../src/server/view/index.ts'
import { InstanceChoice, useInstanceChoice } from '../frame/instance-choice.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

const said = words.firstRun
/** More than fit into a rehearsal. */
const most = 8

/** The whole way to receivers on this machine: started, seen to arrive, ended. */
export function RehearseStep({ onEnded }: { onEnded: () => void }) {
  const page = usePage()
  const chosen = useInstanceChoice()
  const busy = useSignal(false)
  const problem = useSignal('')
  const presets = page.board.all('preset').filter(({ key }) => key !== 'missing')
  const going = presets.slice(0, most)
  const stream = page.board.get('stream', `stream:${chosen.value}/0`)
  if (stream === null) return <p>{said.needsVMix}</p>
  if (going.length === 0) return <p>{said.needsDestination}</p>
  const hasArrived = stream.destinations.some(({ arrived }) => (arrived?.frames ?? 0) > 0)
  const act = async (what: 'start' | 'end'): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer =
      what === 'start'
        ? await rehearse(
            stream.instance,
            stream.channel,
            going.map(({ id }) => id),
          )
        : await stopStream(stream.instance, stream.channel, false)
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    page.said.value = answer.ok ? '' : answer.sentence
    if (answer.ok && what === 'end' && hasArrived) onEnded()
  }
  return (
    <>
      <p>{said.rehearseWhy}</p>
      <p>{said.goesTo(going.map(({ name }) => name).join(', '))}</p>
      {page.board.keys('instance').value.length > 1 && (
        <InstanceChoice chosen={chosen} label={words.timeline.instance} />
      )}
      {stream.rehearsal && <Arrivals stream={stream} />}
      {problem.value !== '' && (
        <p class="wrong" role="alert">
          {problem.value}
        </p>
      )}
      <div class="presses">
        {stream.rehearsal ? (
          <button type="button" class="stop" aria-disabled={busy.value} onClick={() => void act('end')}>
            {busy.value ? said.ending : said.end}
          </button>
        ) : (
          <button type="button" class="main" aria-disabled={busy.value} onClick={() => void act('start')}>
            {busy.value ? said.starting : said.rehearse}
          </button>
        )}
      </div>
    </>
  )
}

function Arrivals({ stream }: { stream: StreamView }) {
  return (
    <ul class="arrivals">
      {stream.destinations.map(({ destinationId, name, arrived }) => (
        <li key={destinationId}>
          <strong>{name}</strong>{' '}
          {arrived === null
            ? said.waiting
            : said.arrived(String(arrived.frames), arrived.fps === null ? null : arrived.fps.toFixed(0))}
        </li>
      ))}
    </ul>
  )
}
