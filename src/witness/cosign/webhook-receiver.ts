import { postText } from './ask-witness.ts'
import { CosignError } from './errors.ts'
import type { OutgoingCheckpoint, Receiver, ReceiverContext } from './receiver.ts'

/** An address that each new checkpoint is posted to, as text. Only its host is shown: the rest may hold a token. */
export class WebhookReceiver implements Receiver {
  readonly kind = 'webhook'
  readonly name: string
  readonly id: string
  readonly #url: URL

  /** @param index its place in the list: two at one host differ in what must not be shown */
  constructor(url: string, index: number) {
    this.#url = new URL(url)
    this.name = this.#url.host
    this.id = `webhook ${index} ${this.#url.host}`
  }

  has(): boolean {
    return false
  }

  async take({ note }: OutgoingCheckpoint, context: ReceiverContext): Promise<null> {
    const { status } = await postText({ ...context, url: this.#url, body: note, who: `The webhook at ${this.name}` })
    if (status >= 200 && status < 300) return null
    throw new CosignError('refused', `The webhook at ${this.name} answered ${status}.`)
  }
}
