import { isRehearsalUrl } from '../../destinations/index.ts'
import type { OutputStatus } from '../../gateway/index.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { ChannelRecord } from '../show-log/records.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'

/** What a start is of. In one stream there is never both. */
export type ShowKind = 'show' | 'rehearsal'

/** What was ended, so that a stream is of one kind. */
export interface EndedOfOtherKind {
  readonly ended: readonly string[]
  readonly notes: readonly string[]
  readonly rehearsal: boolean
}

interface Clearing {
  readonly replace: boolean
  /** Ends a rehearsal that is on, and no show. */
  readonly endRehearsal: boolean
  /** Whether vMix shows the channel off; asked for only where nothing of it arrives. */
  readonly isOff: () => Promise<boolean>
  /** Called before anything is ended. */
  readonly beforeEnding: (what: 'on' | 'left over') => void
}

const nothing: EndedOfOtherKind = { ended: [], notes: [], rehearsal: false }

/** Whether what the log has of a channel is a rehearsal. */
export function isRecordedRehearsal({ on, destinations }: ChannelRecord): boolean {
  return on === true && destinations.length > 0 && destinations.every(({ url }) => isRehearsalUrl(url))
}

/**
 * A stream goes to platforms or to receivers here, never to both. For a show a rehearsal is ended, all of it with its
 * recording: one that is on where it is said so, one that is only left over always. A show is ended for no rehearsal, also one
 * that vMix sends no more: it may be brought back.
 *
 * @throws OperationFailed `channel_busy`
 */
export async function endOtherKind(
  steps: GatewaySteps,
  kind: ShowKind,
  { replace, endRehearsal, isOff, beforeEnding }: Clearing,
): Promise<EndedOfOtherKind> {
  const { channel } = steps
  const { feed } = await steps.openFeed()
  const sent = feed.outputs.filter((output) => output.kind !== 'file')
  if (!sent.some((output) => isRehearsed(output) !== (kind === 'rehearsal'))) return nothing
  const isLeftOver = feed.publisher === null && (await isOff())
  if (kind === 'rehearsal') throw isLeftOver ? showMayComeBack(channel, sent) : rehearsalNotNow(channel)
  if (!isLeftOver && !replace && !endRehearsal) throw rehearsalIsOn(channel)
  beforeEnding(isLeftOver ? 'left over' : 'on')
  // What it records is of the rehearsal too.
  await Promise.all(feed.outputs.map(({ outputId }) => steps.removeOutput(outputId)))
  const note = isLeftOver ? 'A rehearsal that was left over was ended.' : 'The rehearsal was ended.'
  return { ended: sent.map(({ outputId }) => outputId), notes: [note], rehearsal: true }
}

function isRehearsed({ target }: OutputStatus): boolean {
  return isRehearsalUrl(target)
}

function rehearsalIsOn(channel: number): OperationFailed {
  return new OperationFailed(
    'channel_busy',
    `A rehearsal is on, on Stream ${channel + 1} (channel ${channel}). Stop the rehearsal first, or say replace to end all of it and start this.`,
  )
}

/** @returns why a rehearsal is refused where something else is on */
export function rehearsalNotNow(channel: number): OperationFailed {
  return new OperationFailed(
    'channel_busy',
    `Stream ${channel + 1} (channel ${channel}) is on, and not in a rehearsal. A rehearsal ends no show: stop the stream first, or rehearse on another one.`,
  )
}

function showMayComeBack(channel: number, outputs: readonly OutputStatus[]): OperationFailed {
  const names = outputs.map(({ name }) => name).join(', ')
  return new OperationFailed(
    'channel_busy',
    `vMix shows Stream ${channel + 1} (channel ${channel}) off, and nobody has stopped the show that went to ${names}: it may come back. A rehearsal ends no show: stop the stream first, then rehearse.`,
  )
}
