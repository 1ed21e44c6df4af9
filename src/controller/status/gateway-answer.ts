import { type FeedStatus, GatewayError, type GatewayStatus } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import type { KnownState } from './known.ts'

/** What the gateway says of one vMix's streams. */
export interface GatewayAnswer {
  /** There is a gateway, and it answered. */
  readonly answers: boolean
  readonly feeds: readonly FeedStatus[]
  /** Why it does not answer; null when it does, or there is none. */
  readonly problem: string | null
  /** Something answers in its place that does not know us, or is of another version: it may well be there. */
  readonly isForeign?: true
}

/** Asks the gateway, and waits no longer than for any of its answers. @throws the signal's reason, when it is aborted */
export async function askGateway(
  context: OperationContext,
  signal?: AbortSignal,
  known?: KnownState['gateway'],
  limitMs = context.waits.gatewayMs,
): Promise<GatewayAnswer> {
  const { gateway, instance } = context
  if (gateway === null) return { answers: false, feeds: [], problem: null }
  if (known !== undefined) {
    return 'problem' in known ? { answers: false, feeds: [], problem: known.problem } : answerFor(instance, known)
  }
  const limit = AbortSignal.timeout(limitMs)
  try {
    return answerFor(instance, await gateway.status(signal === undefined ? limit : AbortSignal.any([signal, limit])))
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof Error)) throw error
    const problem = limit.aborted ? 'The gateway does not answer in time.' : error.message
    const isForeign = error instanceof GatewayError && (error.code === 'unauthorised' || error.code === 'bad_reply')
    return { answers: false, feeds: [], problem, ...(isForeign ? { isForeign } : {}) }
  }
}

function answerFor(instance: string, { feeds }: GatewayStatus): GatewayAnswer {
  return { answers: true, feeds: feeds.filter((feed) => feed.instance === instance), problem: null }
}
