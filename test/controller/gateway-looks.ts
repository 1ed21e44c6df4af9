import type { GatewayControl, GatewayStatus } from '../../src/gateway/index.ts'

/** A gateway as it is, whose status is read in another way: late, or not at all. */
export function readingStatus(
  gateway: GatewayControl,
  status: (read: () => Promise<GatewayStatus>, signal: AbortSignal | undefined) => Promise<GatewayStatus>,
): GatewayControl {
  return {
    send: (command, signal) => gateway.send(command, signal),
    status: (signal) => status(() => gateway.status(signal), signal),
    events: (after, signal) => gateway.events(after, signal),
    acknowledge: (upTo, signal, instance) => gateway.acknowledge(upTo, signal, instance),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
