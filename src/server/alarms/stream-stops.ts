import { z } from 'zod'
import type { WitnessEvent } from '../../witness/index.ts'
import type { StreamView } from '../view/index.ts'

/**
 * How a stream that should be on came to be off. `by_hand`: it said goodbye to the gateway, as somebody's press on the button
 * makes it. `by_itself`: its connection broke off as vMix showed it off. `unknown`: without the gateway nobody can tell (vMix's state shows the same
 * for both); `not_yet`: it is off for so short a time that the gateway may still be about to tell.
 */
export type StopKind = 'by_hand' | 'by_itself' | 'unknown' | 'not_yet'

/** So long the gateway's word may come after vMix's, ms. */
const gatewayTellsMs = 1000
/** So long a stop that is made here may take to be in the log, ms. */
const ownStopMs = 400
/**
 * So long before vMix shows it off, and so long after, its word counts for this stop, ms. A connection that was lost for longer is
 * one that vMix went on trying for, and somebody may have ended that: it was not by itself for sure.
 */
const belongsMs = { by_hand: 10_000, by_itself: 2000 }

const feedWord = z.object({ channel: z.int(), observation: z.enum(['feed.ended', 'feed.lost']) })

interface FeedWord {
  readonly how: 'by_hand' | 'by_itself'
  readonly atMs: number
}

/** What was seen of how streams ended. Pure: events, and times of the monotonic clock, come in. */
export class StreamStops {
  readonly #words = new Map<string, FeedWord>()
  readonly #offSinceMs = new Map<string, number>()
  /** Those that went through the gateway when they were on last. */
  readonly #viaGateway = new Set<string>()

  /** What the log was told of one vMix. */
  event(instance: string, { eventType, params }: WitnessEvent, atMs: number): void {
    if (eventType !== 'stream_observed') return
    const { data } = feedWord.safeParse(params)
    if (data === undefined) return
    const how = data.observation === 'feed.ended' ? 'by_hand' : 'by_itself'
    this.#words.set(keyOf(instance, data.channel), { how, atMs })
  }

  /** It is on, or nobody wants it on. */
  isWell({ instance, channel, live, via }: StreamView): void {
    const key = keyOf(instance, channel)
    const isOn = live !== false
    if (via === 'gateway') this.#viaGateway.add(key)
    if (via === 'direct') this.#viaGateway.delete(key)
    this.#offSinceMs.delete(key)
    // A connection that was lost while vMix goes on trying says nothing of a later stop.
    if (!isOn) this.#words.delete(key)
  }

  /** It is off, and should be on. */
  kindOf(instance: string, channel: number, atMs: number): StopKind {
    const key = keyOf(instance, channel)
    const offSinceMs = this.#offSinceMs.get(key) ?? atMs
    this.#offSinceMs.set(key, offSinceMs)
    const word = this.#words.get(key)
    if (word !== undefined && Math.abs(word.atMs - offSinceMs) <= belongsMs[word.how]) return word.how
    const waitMs = this.#viaGateway.has(key) ? gatewayTellsMs : ownStopMs
    return atMs - offSinceMs < waitMs ? 'not_yet' : 'unknown'
  }
}

function keyOf(instance: string, channel: number): string {
  return `${instance}/${channel}`
}
