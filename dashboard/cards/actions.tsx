import { useSignal } from '@preact/signals'
import { mayOperate } from '../api/session.ts'
import { stopStream, switchStandby } from '../api/streams.ts'
import type { InstanceView, StreamView } from '../../src/server/view/index.ts'
import { GoLive } from '../golive/go-live.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { HoldButton } from './hold-button.tsx'

/** What can be done with a stream. */
export function Actions({ stream, instance }: { stream: StreamView; instance: InstanceView }) {
  const { session } = usePage()
  const open = useSignal(false)
  if (!mayOperate(session.value))
    return session.value === null ? null : <p class="quiet">{words.problem.onlyLooking}</p>
  const name = words.stream(stream.channel)
  const running = stream.live === true || stream.destinations.length > 0
  const canAdd = !running || stream.via === 'gateway' || stream.live !== true
  return (
    <div class="actions">
      {canAdd && (
        <button type="button" class={running ? '' : 'main'} onClick={() => (open.value = true)}>
          {running ? words.goLive.more : words.goLive.press}
          <span class="unseen"> {name}</span>
        </button>
      )}
      {running && <StandbyButton stream={stream} />}
      {running && (
        <HoldButton
          name={stream.rehearsal ? words.rehearsal.endNamed(name) : words.hold.stop(name)}
          label={stream.rehearsal ? words.rehearsal.end : words.hold.press}
          what={name}
          locked={instance.locked}
          act={(confirmed) => stopStream(stream.instance, stream.channel, confirmed)}
        />
      )}
      {open.value && <GoLive stream={stream} onClose={() => (open.value = false)} />}
    </div>
  )
}

function StandbyButton({ stream }: { stream: StreamView }) {
  const { said } = usePage()
  const problem = useSignal('')
  const { standby } = stream
  if (standby === null || !standby.slate) return null
  const to = standby.on === 'slate' ? 'back' : 'slate'
  const press = async (): Promise<void> => {
    const answer = await switchStandby(stream.instance, stream.channel, to)
    problem.value = answer.ok ? '' : answer.sentence
    said.value = answer.ok ? '' : answer.sentence
  }
  return (
    <>
      <button type="button" onClick={() => void press()}>
        {words.standby[to]}
      </button>
      {problem.value !== '' && <p class="wrong">{problem.value}</p>}
    </>
  )
}
