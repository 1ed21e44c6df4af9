import type { Condition } from '../../alerts/index.ts'
import type { StreamDestinationView, StreamView } from '../view/index.ts'
import type { StopKind } from './stream-stops.ts'

type Reason = StreamView['health']['reasons'][number]

/** Nothing arrives from vMix, though it should. */
const lostCodes: ReadonlySet<string> = new Set(['feed_stopped', 'feed_missing'])
/** What has an alarm of its own. */
const toldElsewhere: ReadonlySet<string> = new Set([
  ...lostCodes,
  'destination_lost',
  'destination_unreachable',
  'destination_failed',
  'recording_failed',
  'disk_low',
])
const notReached: ReadonlySet<string> = new Set(['destination_lost', 'destination_unreachable'])

/**
 * What is wrong with one stream and its destinations.
 *
 * @param isRead vMix answers: what it shows is so
 * @param notRestarted why it was not started again; null: it was, or was not to be
 */
export function streamConditions(
  stream: StreamView,
  isRead: boolean,
  stopOf: (stream: StreamView) => StopKind,
  notRestarted: string | null,
): readonly Condition[] {
  const { instance, channel, name, live, shouldBeLive, health } = stream
  const about = { instance, channel, destinationId: null }
  if (shouldBeLive !== true && live !== true) return []
  const given: Condition[] =
    notRestarted === null || live === true
      ? []
      : [
          {
            kind: 'restart_failed',
            ...about,
            message: `${name} stopped by itself and could not be started again: ${notRestarted}`,
            action: 'Look at vMix, set right what is wrong, and start it by hand.',
          },
        ]
  if (isRead && live === false) return [...given, ...offConditions(stream, stopOf(stream))]
  const own = ownReasons(stream)
  const lost = shouldBeLive === true ? health.reasons.find(({ code }) => lostCodes.has(code)) : undefined
  if (lost !== undefined)
    return [...given, { kind: 'stream_lost', ...about, message: `${name}: ${lost.message}`, action: lost.action }]
  return [
    ...given,
    ...healthConditions(about, name, own),
    ...stream.destinations.flatMap((destination) => destinationConditions(stream, destination)),
  ]
}

/** It should be on, and vMix shows it off. */
function offConditions({ instance, channel, name }: StreamView, how: StopKind): readonly Condition[] {
  const about = { instance, channel, destinationId: null }
  switch (how) {
    case 'not_yet':
      return []
    case 'by_hand':
      return [
        {
          kind: 'stream_stopped_by_hand',
          ...about,
          message: `${name} was switched off in vMix, and not by this server.`,
          action: 'If it was meant, stop it here too; else start it again.',
        },
      ]
    case 'by_itself':
      return [
        {
          kind: 'stream_lost',
          ...about,
          message: `${name} has stopped by itself: its connection broke off, and vMix shows it off.`,
          action: 'Start it again; if it stops again, look at the network and the encoder settings in vMix.',
        },
      ]
    default:
      return [
        {
          kind: 'stream_lost',
          ...about,
          message: `${name} is off in vMix, and not by this server: it stopped by itself, or somebody switched it off.`,
          action: 'Start it again, or stop it here too if it was meant.',
        },
      ]
  }
}

/** Without those that are of its destinations, which have their own. */
function ownReasons({ health, destinations }: StreamView): readonly Reason[] {
  const theirs = new Set(
    destinations.flatMap(({ name, health }) => health.reasons.map(({ message }) => `${name}: ${message}`)),
  )
  return health.reasons.filter(({ message }) => !theirs.has(message))
}

function healthConditions(
  about: Pick<Condition, 'instance' | 'channel' | 'destinationId'>,
  name: string,
  reasons: readonly Reason[],
): readonly Condition[] {
  const ill = reasons.filter(({ code }) => !toldElsewhere.has(code))
  const worst = ill.find(({ status }) => status === 'critical') ?? ill.find(({ status }) => status === 'warning')
  if (worst === undefined) return []
  const kind = worst.status === 'critical' ? 'health_critical' : 'health_warning'
  return [{ kind, ...about, message: `${name}: ${worst.message}`, action: worst.action }]
}

function destinationConditions(stream: StreamView, destination: StreamDestinationView): readonly Condition[] {
  const { destinationId, name, state, why, health } = destination
  const about = { instance: stream.instance, channel: stream.channel, destinationId }
  const shown = `${stream.name} to ${name}`
  const because = why === null || why === '' ? '' : `: ${why.replace(/\.+$/, '')}`
  if (state === 'failed') {
    const message = `${shown} was given up${because}.`
    return [
      {
        kind: 'destination_failed',
        ...about,
        message,
        action: 'Check its address and stream key, then start it again.',
      },
    ]
  }
  const unreached = state === 'connecting' && health.reasons.some(({ code }) => notReached.has(code))
  if (state === 'retrying' || unreached) {
    const message = `${shown} is not reached${because}.`
    const action = 'It is being tried again by itself; look at the internet connection, and at its own status page.'
    return [{ kind: 'destination_retrying', ...about, message, action }]
  }
  return healthConditions(about, shown, health.reasons)
}
