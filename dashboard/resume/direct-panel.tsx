import { sendDirectly } from '../api/resume.ts'
import type { StreamView } from '../../src/server/view/index.ts'
import { words } from '../words.ts'
import { WayBack } from './way-back.tsx'

/** The gateway is gone, and vMix could send by itself. */
export function DirectPanel({ stream }: { stream: StreamView }) {
  const { instance, channel, direct, destinations } = stream
  if (direct === undefined || direct === null) return null
  const others = destinations.filter(({ destinationId }) => destinationId !== direct.destinationId)
  return (
    <WayBack
      heading={words.wayBack.gatewayGone}
      label={words.wayBack.direct(direct.name)}
      about={words.wayBack.of(words.stream(channel))}
      act={() => sendDirectly(instance, channel, direct.destinationId)}
    >
      <p>{words.wayBack.directWhy(words.stream(channel))}</p>
      <ul>
        {others.length > 0 && <li>{words.wayBack.lostDestinations(others.map(({ name }) => name))}</li>}
        <li>{words.wayBack.lostRecording}</li>
        <li>{words.wayBack.lostFigures}</li>
      </ul>
    </WayBack>
  )
}
