/**
 * The messages by which the control plane steers a gateway, and what it hears back. They are the same in process, over
 * the local control address and, later, over a network; formats are final. Everything that comes in is parsed by these
 * schemas, once. Times are ISO 8601 in UTC; durations ms; rates kb/s (1000 bits).
 *
 * The ingest key in the answer to `feed.open` and the destination key in `output.add` are secrets: they travel over the
 * authenticated socket and stand in no status, event or error.
 */
import type { GatewayCommand, GatewayResult } from './command-messages.ts'
import type { GatewayEvent } from './event-messages.ts'
import type { GatewayStatus } from './status-messages.ts'

export * from './command-messages.ts'
export * from './event-messages.ts'
export { CONTROL_PROTOCOL } from './protocol.ts'
export * from './standby-messages.ts'
export * from './status-messages.ts'

/**
 * A gateway as the control plane sees it: embedded (the class itself) or in a process of its own (the client of its
 * control address). Closing one that is remote leaves the gateway and its show running.
 */
export interface GatewayControl extends AsyncDisposable {
  /** Carries one command out; throws `GatewayError` (code of the reply, or `unreachable`, `unauthorised`, `timeout`). */
  send<K extends GatewayCommand['kind']>(
    command: Extract<GatewayCommand, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<Extract<GatewayResult, { kind: K }>>
  status(signal?: AbortSignal): Promise<GatewayStatus>
  /**
   * All events after number `after`, then new ones as they happen, until the signal. Numbers below the first that comes
   * are acknowledged or dropped. Throws `GatewayError` (`unreachable`) when the connection breaks: call it again, with
   * the last number that was taken.
   */
  events(after: number, signal: AbortSignal): AsyncIterable<GatewayEvent>
  /**
   * Events up to this number are recorded by control and may be forgotten; with `instance`, only those of this vMix and
   * those of none: one gateway may serve several, and each has a log and an observer of its own.
   */
  acknowledge(upTo: number, signal?: AbortSignal, instance?: string): Promise<void>
}
