import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import type { GatewayControl } from './messages.ts'

/** How often an empty line shows that the connection is alive, ms; the client gives up after three. */
export const HEARTBEAT_MS = 5000

/**
 * Writes events as lines of JSON until the signal. A client that does not read is waited for: the journal is the queue,
 * and it is bounded.
 */
export async function streamEvents(
  { gateway, clock }: { readonly gateway: GatewayControl; readonly clock: Clock },
  response: ServerResponse,
  after: number,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
  response.flushHeaders()
  void heartbeat(response, clock, signal)
  try {
    for await (const event of gateway.events(after, signal)) {
      if (!response.write(`${JSON.stringify(event)}\n`)) await once(response, 'drain', { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  response.end()
}

async function heartbeat(response: ServerResponse, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(HEARTBEAT_MS, signal).catch(() => undefined)
    if (!signal.aborted && !response.writableNeedDrain) response.write('\n')
  }
}
