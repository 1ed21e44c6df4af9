import type { OutputStatus } from '../../control/messages.ts'
import { notJudged, readingStatus } from '../../status.ts'
import type { DestinationOptions } from './options.ts'
import type { Routes } from './routes.ts'
import type { Sender } from './sender.ts'
import type { DestinationState } from './state.ts'

interface Parts extends Pick<OutputStatus, 'attempts' | 'reconnects' | 'queuedBytes' | 'bytesSent'> {
  readonly state: DestinationState
  readonly routes: Routes
  readonly sender: Sender
}

/** What a destination's parts say, as its status. */
export function destinationStatus({ outputId, name, clock }: DestinationOptions, parts: Parts): OutputStatus {
  const { routes, sender } = parts
  const { kind, address, keyFingerprint } = routes.main.transport
  const { state, why, code, since } = parts.state.status()
  return {
    outputId,
    kind,
    name,
    state,
    why,
    code,
    since,
    target: address,
    keyFingerprint,
    attempts: parts.attempts,
    reconnects: parts.reconnects,
    queuedBytes: parts.queuedBytes,
    bytesSent: parts.bytesSent,
    framesSkipped: sender.skipped,
    reading: readingStatus(sender.meter.reading(clock.monotonic(), null), 0),
    health: notJudged,
    file: null,
    ...routes.inUse.transport.details(),
    ...routes.details(),
  }
}
