import type { InstanceView, StreamDestinationView, StreamView } from '../../src/server/view/index.ts'

/** How it is shown: colour and icon go with it, the word says it alone. */
export type Tone = 'off' | 'busy' | 'good' | 'warning' | 'critical' | 'unknown'

/** What a stream is doing, in one word of `words.state`. */
type StreamWord =
  | 'onAir'
  | 'onAirPartly'
  | 'onInVmix'
  | 'rehearsed'
  | 'rehearsedPartly'
  | 'starting'
  | 'reachesNobody'
  | 'slate'
  | 'backup'
  | 'stoppedByItself'
  | 'off'
  | 'notKnown'

export interface StreamState {
  readonly word: StreamWord
  readonly tone: Tone
}

/** What is true of a stream, said as simply as it can be without saying more than is known. */
export function streamState(stream: StreamView): StreamState {
  const { live, shouldBeLive, via, standby, destinations, rehearsal } = stream
  if (standby !== null && standby.on !== 'main') return { word: standby.on, tone: 'warning' }
  if (live === null) return { word: 'notKnown', tone: 'unknown' }
  if (!live) return shouldBeLive === true ? { word: 'stoppedByItself', tone: 'critical' } : { word: 'off', tone: 'off' }
  // vMix shows "on" while it is still trying to connect: without us in between nobody knows more.
  if (via !== 'gateway') return { word: rehearsal ? 'rehearsed' : 'onInVmix', tone: toneOfHealth(stream) }
  const sending = destinations.filter(({ state }) => state === 'live')
  if (sending.length === 0) return reachingNobody(destinations)
  const ill = destinations.some(({ state }) => state === 'retrying' || state === 'failed')
  if (ill)
    return {
      word: rehearsal ? 'rehearsedPartly' : 'onAirPartly',
      tone: stream.health.status === 'critical' ? 'critical' : 'warning',
    }
  return { word: rehearsal ? 'rehearsed' : 'onAir', tone: toneOfHealth(stream) }
}

function reachingNobody(destinations: readonly StreamDestinationView[]): StreamState {
  const trying = destinations.some(({ state }) => state === 'connecting' || state === 'waiting')
  return trying ? { word: 'starting', tone: 'busy' } : { word: 'reachesNobody', tone: 'critical' }
}

/** The worst that is said of the stream or of one of its destinations. */
function toneOfHealth({ health, destinations }: StreamView): Tone {
  const all = [health.status, ...destinations.map((one) => one.health.status)]
  if (all.includes('critical')) return 'critical'
  if (all.includes('warning')) return 'warning'
  return health.status === 'healthy' ? 'good' : 'unknown'
}

const destinationTones: Readonly<Record<StreamDestinationView['state'], Tone>> = {
  waiting: 'busy',
  connecting: 'busy',
  live: 'good',
  retrying: 'warning',
  failed: 'critical',
  closed: 'off',
  unknown: 'unknown',
}

export function destinationTone({ state, health }: StreamDestinationView): Tone {
  if (state !== 'live') return destinationTones[state]
  return health.status === 'healthy' || health.status === 'unknown' ? 'good' : health.status
}

/** Whether what is shown of this vMix is what is, or what was read last. */
export function isOld(instance: InstanceView | null): boolean {
  return instance === null || instance.connection.state !== 'connected'
}
