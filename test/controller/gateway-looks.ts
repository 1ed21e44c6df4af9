import type { FeedStatus, GatewayControl, GatewayResult, GatewayStatus } from '../../src/gateway/index.ts'

/**
 * A gateway as it is, whose status is read in another way: late, or not at all.
 *
 * @param publisher whom it names as the sender of a feed that is opened
 */
export function readingStatus(
  gateway: GatewayControl,
  status: (read: () => Promise<GatewayStatus>, signal: AbortSignal | undefined) => Promise<GatewayStatus>,
  publisher?: FeedStatus['publisher'],
): GatewayControl {
  return {
    send: async (command, signal) => {
      const answer = await gateway.send(command, signal)
      const result: GatewayResult = answer
      if (publisher !== undefined && result.kind === 'feed.open') Object.assign(result.feed, { publisher })
      return answer
    },
    status: (signal) => status(() => gateway.status(signal), signal),
    events: (after, signal) => gateway.events(after, signal),
    acknowledge: (upTo, signal, instance) => gateway.acknowledge(upTo, signal, instance),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
