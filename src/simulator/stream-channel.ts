import type { Clock } from '../clock/index.ts'
import { Secret } from '../secrets/index.ts'
import type { ActiveFaults } from './faults.ts'
import type { MediaFaults, SimulatedMedia, StreamSender } from './media-types.ts'

export interface StreamChannelOptions {
  readonly channel: number
  readonly media: SimulatedMedia
  readonly clock: Clock
  readonly faults: ActiveFaults
  /** How long a stream that does not connect is shown on before it stops. */
  readonly retryForMs: number
  /**
   * What a captured document shows of this stream: it stays so, though nothing is sent, until a function changes it.
   * Null: the document does not say which streams are on. Off unless given.
   */
  readonly captured?: boolean | null | undefined
}

/** What a stream is set to and does, for tests and for showing. */
export interface SimulatedStream {
  /** From 0. */
  readonly channel: number
  /** `custom`, or the service chosen in vMix ("Twitch"), on which URL and key change nothing. */
  readonly destinationKind: string
  readonly url: string
  readonly key: Secret
  readonly username: string
  readonly password: Secret
  /** As vMix shows it: on also while it is still trying to connect. */
  readonly live: boolean
  /**
   * `elsewhere`: shown on, and sent to nobody here: set to a named service, or shown on by a captured document.
   * `idle`: never started.
   */
  readonly senderState: StreamSender['state'] | 'elsewhere' | 'idle'
  /** Video frames sent since the last start. */
  readonly framesSent: number
  readonly lastError: string | null
}

/** One stream of the simulated vMix: its settings, and the sender behind it while it is on. */
export class StreamChannel {
  /** It has gone off by itself. */
  onEnded: () => void = () => undefined
  readonly #options: StreamChannelOptions
  #url = ''
  #key = new Secret('')
  #username = ''
  #password = new Secret('')
  #live: boolean | null
  #elsewhere: boolean
  #sender: StreamSender | null = null
  #lastError: string | null = null
  /** Ends what the present run waits for; a new one for each start. */
  #run = new AbortController()
  #ending: Promise<void> = Promise.resolve()

  constructor(options: StreamChannelOptions) {
    this.#options = options
    this.#live = options.captured ?? (options.captured === undefined ? false : null)
    this.#elsewhere = this.#live === true
  }

  get live(): boolean {
    return this.#live === true
  }

  /** As the state document has it: null where only a captured document could tell, and does not. */
  get shown(): boolean | null {
    return this.#live
  }

  set(what: 'url' | 'key' | 'username' | 'password', text: string): void {
    // Accepted, and changes nothing, on a channel that is set to a service (vendor's help; sure).
    if (this.#service() !== null) return
    if (what === 'url') this.#url = text
    else if (what === 'key') this.#key = new Secret(text)
    else if (what === 'username') this.#username = text
    else this.#password = new Secret(text)
  }

  /** No effect on a stream that is on. Settings given meanwhile count from the next start ([?] in vMix). */
  start(): void {
    if (this.live) return
    this.#live = true
    this.#lastError = null
    this.#sender = null
    this.#elsewhere = this.#service() !== null
    const run = new AbortController()
    this.#run = run
    if (this.#elsewhere) return
    // A server takes a key back only after the last publisher has gone.
    const before = this.#ending
    this.#ending = before.then(() => this.#send(run.signal))
  }

  stop(): void {
    if (this.#live === false) return
    this.#live = false
    this.#elsewhere = false
    this.#run.abort()
    // Either it is there by now, or the aborted run never makes one.
    const sender = this.#sender
    if (sender === null) return
    this.#ending = this.#ending
      .then(() => sender.stop())
      .catch((error: unknown) => {
        this.#lastError = error instanceof Error ? error.message : String(error)
      })
  }

  /** Resolves when what was started has begun, and what was stopped has ended. */
  settled(): Promise<void> {
    return this.#ending
  }

  async close(): Promise<void> {
    this.stop()
    await this.#ending
  }

  view(): SimulatedStream {
    const sender = this.#sender
    const idle = this.live ? 'connecting' : this.#lastError === null ? 'idle' : 'failed'
    return {
      channel: this.#options.channel,
      destinationKind: this.#service() ?? 'custom',
      url: this.#url,
      key: this.#key,
      username: this.#username,
      password: this.#password,
      live: this.live,
      senderState: this.#elsewhere ? 'elsewhere' : (sender?.state ?? idle),
      framesSent: sender?.framesSent ?? 0,
      lastError: this.#lastError ?? sender?.lastError ?? null,
    }
  }

  #service(): string | null {
    return this.#options.faults.destinationOf(this.#options.channel)
  }

  #send(signal: AbortSignal): void {
    if (signal.aborted) return
    const { media, clock, retryForMs } = this.#options
    const faults = () => this.#mediaFaults()
    // vMix leaves a stream stopped after a lasting error; how long it tries before is not known ([?]).
    const onEnded = (why: string) => this.#endedByItself(signal, why)
    if (this.#url === '') {
      this.#giveUpLater(signal, 'no URL is set')
      return
    }
    try {
      this.#sender = media.startSender({ url: this.#url, key: this.#key, clock, faults, onEnded, retryForMs })
    } catch (error) {
      this.#giveUpLater(signal, error instanceof Error ? error.message : String(error))
    }
  }

  #giveUpLater(signal: AbortSignal, why: string): void {
    const { clock, retryForMs } = this.#options
    clock.sleep(retryForMs, signal).then(
      () => this.#endedByItself(signal, why),
      () => undefined,
    )
  }

  #endedByItself(signal: AbortSignal, why: string): void {
    if (signal.aborted) return
    this.#live = false
    this.#lastError = why
    this.onEnded()
  }

  #mediaFaults(): MediaFaults {
    const { faults } = this.#options
    const diesAfter = faults.number('stream-dies')
    return {
      stall: faults.has('stall'),
      thinToFps: faults.number('thin'),
      gapPercent: faults.number('gaps') ?? 0,
      diesAfterMs: diesAfter === null ? null : diesAfter * 1000,
    }
  }
}
