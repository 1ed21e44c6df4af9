import { streamsOf } from '../../controller/index.ts'
import type { AddressList } from './address.ts'
import type { AskedCall } from './call.ts'

export interface ShowLock {
  readonly on: boolean
  /** Who may stop while it is on. */
  readonly mayStop: AddressList
}

/**
 * Why the show lock refuses a call; null where it does not. While it is on nobody may stop all streams at once by leaving
 * the stream's number out, and only who is listed may stop anything. A toggle may be a stop, and what is read of the state
 * may be older than the show: so it counts as one.
 */
export function lockRefusal({ on, mayStop }: ShowLock, call: AskedCall, client: string): string | null {
  if (!on || (call.effect !== 'stop' && call.effect !== 'toggle')) return null
  if (streamsOf(call.name, call.params).length > 1) {
    return `Show lock: ${call.name} without the number of one stream would stop all of them. Give Value=0 for stream 1.`
  }
  if (mayStop.has(client)) return null
  return `Show lock: ${client} may not call ${call.name}. Whoever may stop is listed with --allow-stop.`
}

/** The same for other pages of vMix's web server: what they do is not known, so only who may stop gets those with a query. */
export function lockRefusesPage({ on, mayStop }: ShowLock, hasQuery: boolean, client: string): boolean {
  return on && hasQuery && !mayStop.has(client)
}
