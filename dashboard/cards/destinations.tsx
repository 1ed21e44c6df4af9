import { stopStream } from '../api/streams.ts'
import { mayOperate } from '../api/session.ts'
import type { InstanceView, StreamDestinationView, StreamView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { countText, mbitText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import { destinationTone } from '../state/stream-state.ts'
import { words } from '../words.ts'
import { HoldButton } from './hold-button.tsx'

/** Each destination with its own state. */
export function Destinations({ stream, instance }: { stream: StreamView; instance: InstanceView }) {
  const { destinations } = stream
  return (
    <section class="destinations">
      <h4>{words.destination.heading}</h4>
      {destinations.length === 0 && (
        <p class="quiet">{stream.via === 'gateway' ? words.destination.none : words.destination.untold}</p>
      )}
      <ul>
        {destinations.map((one) => (
          <Destination
            key={one.destinationId}
            destination={one}
            stream={stream}
            instance={instance}
            many={destinations.length > 1}
          />
        ))}
      </ul>
    </section>
  )
}

function Destination(props: {
  destination: StreamDestinationView
  stream: StreamView
  instance: InstanceView
  many: boolean
}) {
  const { destination, stream, instance, many } = props
  const { session } = usePage()
  const { name, state, why, figures, health } = destination
  const tone = destinationTone(destination)
  const reasons = state === 'live' ? health.reasons : []
  return (
    <li class={`destination edge-${tone}`} data-destination={state}>
      <p class="name">{name}</p>
      <p class={`pill tone-${tone}`}>
        <Icon tone={tone} />
        {stream.rehearsal && state === 'live' ? words.rehearsal.live : words.destination[state]}
      </p>
      <p class="quiet numbers">{numbers(figures.bitrateKbps, figures.droppedFrames)}</p>
      {many && mayOperate(session.value) && stream.via === 'gateway' && (
        <HoldButton
          small
          name={words.destination.stop(name)}
          label={words.destination.end}
          what={name}
          locked={instance.locked}
          act={(confirmed) => stopStream(stream.instance, stream.channel, confirmed, destination.destinationId)}
        />
      )}
      {stream.rehearsal && <p class="say arrived">{arrivedText(destination)}</p>}
      {why !== null && why !== '' && <p class="say">{why}</p>}
      {reasons.map((reason) => (
        <p key={reason.code} class="say">
          {reason.message} {reason.action}
        </p>
      ))}
    </li>
  )
}

function arrivedText({ arrived }: StreamDestinationView): string {
  if (arrived === null) return words.rehearsal.nothing
  return words.rehearsal.arrived(countText(arrived.frames), arrived.fps === null ? null : countText(arrived.fps))
}

function numbers(kbps: number | null, dropped: number | null): string {
  const rate = kbps === null ? words.figures.none : `${mbitText(kbps)} ${words.figures.mbit}`
  return dropped === null || dropped === 0
    ? rate
    : `${rate}, ${countText(dropped)} ${words.figures.dropped.toLowerCase()}`
}
