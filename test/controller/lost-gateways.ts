import { systemClock } from '../../src/clock/index.ts'
import { connectGateway, type GatewayControl } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'

/** Nothing listens there. */
export function deadGateway(): GatewayControl {
  return connectGateway({ url: 'http://127.0.0.1:9', token: new Secret('t'), clock: systemClock })
}

/** Takes every message, and never answers. */
export function hungGateway(): GatewayControl {
  const never = (signal?: AbortSignal) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  return {
    send: (_, signal) => never(signal),
    status: (signal) => never(signal),
    acknowledge: (_, signal) => never(signal),
    events: async function* (_, signal) {
      yield await never(signal)
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
