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
}

const nothing: EndedOfOtherKind = { ended: [], notes: [] }

/** Whether what the log has of a channel is a rehearsal. */
export function isRecordedRehearsal({ on, destinations }: ChannelRecord): boolean {
  return on === true && destinations.length > 0 && destinations.every(({ url }) => isRehearsalUrl(url))
}

/**
 * A stream goes to platforms or to receivers here, never to both. A rehearsal that is on is ended for a show that says
 * replace, all of it with its recording; a show is ended for no rehearsal.
 *
 * @param beforeEnding looked at before anything is ended
 * @throws OperationFailed `channel_busy`
 */
export async function endOtherKind(
  steps: GatewaySteps,
  kind: ShowKind,
  { replace, beforeEnding }: { readonly replace: boolean; readonly beforeEnding: () => void },
): Promise<EndedOfOtherKind> {
  const { feed } = await steps.openFeed()
  const sent = feed.outputs.filter((output) => output.kind !== 'file')
  if (!sent.some((output) => isRehearsed(output) !== (kind === 'rehearsal'))) return nothing
  if (kind === 'rehearsal') throw rehearsalNotNow(steps.channel)
  if (!replace) throw rehearsalIsOn(steps.channel)
  beforeEnding()
  // What it records is of the rehearsal too.
  await Promise.all(feed.outputs.map(({ outputId }) => steps.removeOutput(outputId)))
  return { ended: sent.map(({ outputId }) => outputId), notes: ['The rehearsal was ended.'] }
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
