import { VMixConnectionError } from '../errors/connection-error.ts'
import { Listeners } from '../listeners.ts'
import type { Conversation } from './conversation.ts'
import { Link, type ReadyOptions } from './link.ts'
import type { VMixActivator, VMixTally } from './message.ts'
import { linkOptions, type VMixTcpOptions } from './options.ts'
import type { VMixTcpState } from './state.ts'

/** What vMix tells of itself on a subscribed connection. */
export type VMixTcpEvent = VMixActivator | { readonly kind: 'tally'; readonly inputs: readonly VMixTally[] }

export interface VMixEventSocketOptions extends VMixTcpOptions {
  /** Called at once for each event, in order. vMix sends the tally first, and again after each reconnect; no activators. If it throws, the next events come all the same. */
  readonly onEvent: (event: VMixTcpEvent) => void
}

/**
 * A connection of its own for vMix's events, `SUBSCRIBE TALLY` and `SUBSCRIBE ACTS`, so that no event ever cuts into an
 * answer. It counts as up when vMix has granted both, and subscribes again after each reconnect. What happened while it
 * was down was not seen: read the state when it comes up.
 *
 * @example
 * await using events = new VMixEventSocket({ host: 'localhost', onEvent: (event) => console.log(event) })
 */
export class VMixEventSocket {
  readonly #link: Link

  /** @throws {RangeError} for a port that cannot be one, and times that are not above 0 */
  constructor(options: VMixEventSocketOptions) {
    const link = linkOptions(options, 4)
    const listeners = new Listeners<VMixTcpEvent>()
    listeners.add(options.onEvent)
    this.#link = new Link({
      ...link,
      prepare: (conversation) => subscribe(conversation, link.target.timeoutMs),
      onEvent: (message) => {
        if (message.kind === 'tally' || message.kind === 'activator') listeners.tell(message)
      },
    })
  }

  get state(): VMixTcpState {
    return this.#link.state
  }

  /** Tells every change of `state`; a `down` again only where its reason is another. @returns stops it */
  onStateChange(listener: (state: VMixTcpState) => void): () => void {
    return this.#link.onStateChange(listener)
  }

  /** Waits until both subscriptions are granted. @returns vMix's version @throws {VMixConnectionError} why they are not */
  ready(options: ReadyOptions = {}): Promise<string> {
    return this.#link.ready(options)
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

async function subscribe(conversation: Conversation, timeoutMs: number): Promise<void> {
  for (const what of ['TALLY', 'ACTS']) {
    const line = `SUBSCRIBE ${what}\r\n`
    const reply = await conversation.ask({ line, expected: { command: 'SUBSCRIBE' }, timeoutMs })
    if (reply.kind === 'reply' && reply.ok) continue
    const message = `vMix's TCP API refuses to send events (SUBSCRIBE ${what}). Its state can be read all the same.`
    throw new VMixConnectionError('not_vmix', message, { mayHaveBeenSent: true })
  }
}
