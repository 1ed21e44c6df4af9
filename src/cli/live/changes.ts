import type { DestinationHealth, StreamHealth } from '../../controller/index.ts'

/** Something that is different from the look before, for one destination or one whole stream. */
export interface Change {
  /** 0-based. */
  readonly channel: number
  readonly destinationId: string | null
  readonly name: string
  readonly state: string
  readonly healthStatus: StreamHealth['healthStatus']
  /** Why, where there is something to say. */
  readonly why: string | null
}

type Verdict = Pick<StreamHealth, 'healthStatus'>

/** What is different between two looks. The first one says how everything begins. */
export function changesBetween(before: StreamHealth | null, after: StreamHealth): readonly Change[] {
  const changes: Change[] = []
  for (const channel of after.channels) {
    const was = before?.channels.find((other) => other.channel === channel.channel)
    for (const destination of channel.destinations) {
      const earlier = was?.destinations.find(({ destinationId }) => destinationId === destination.destinationId)
      if (earlier?.state === destination.state && sameVerdict(earlier, destination)) continue
      changes.push(changeOf(channel.channel, destination))
    }
    if (was === undefined || sameVerdict(was, channel)) continue
    const worst = channel.reasons[0]?.message ?? null
    const { healthStatus } = channel
    changes.push({ channel: channel.channel, destinationId: null, name: 'in all', state: '', healthStatus, why: worst })
  }
  for (const { channel, destinations } of before?.channels ?? []) {
    const now = after.channels.find((other) => other.channel === channel)
    for (const { destinationId, name } of destinations) {
      if (now?.destinations.some((other) => other.destinationId === destinationId) === true) continue
      changes.push({ channel, destinationId, name, state: 'ended', healthStatus: 'unknown', why: null })
    }
  }
  return changes
}

/** The first good verdict of something that was not measured yet is no news. */
function sameVerdict(before: Verdict, after: Verdict): boolean {
  if (before.healthStatus === 'unknown' && after.healthStatus === 'healthy') return true
  return before.healthStatus === after.healthStatus
}

function changeOf(channel: number, destination: DestinationHealth): Change {
  const { destinationId, name, state, healthStatus, why, reasons } = destination
  return { channel, destinationId, name, state, healthStatus, why: why ?? reasons[0]?.message ?? null }
}
