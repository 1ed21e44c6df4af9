import { backoffDelay, type Clock } from '../../clock/index.ts'
import { publishRtmp, type RtmpPublication } from '../../gateway/index.ts'
import type { SenderOptions, StreamSender } from '../media-types.ts'
import { type Clip, loadClip } from './clip.ts'
import { LiveClip } from './live-clip.ts'
import { play } from './pace.ts'

const DEFAULT_RETRY_FOR_MS = 10_000
const BACKOFF = { baseMs: 250, capMs: 2000 }
/** About half a minute of the clip: a destination that is so far behind takes nothing any more. */
const MAX_QUEUED_BYTES = 2 * 1024 * 1024

/**
 * Really publishes the clip to a URL, as a streaming channel of vMix does: in real time, connecting again when the
 * connection is lost, until `retryForMs` have passed without success.
 *
 * @param clip what is shown; the one that the package carries unless given
 * @example const sender = startSender({ url: 'rtmp://127.0.0.1/live', key, clock: systemClock, faults: () => noFaults, onEnded: console.log })
 */
export function startSender(options: SenderOptions, clip: () => Promise<Clip> = loadClip): StreamSender {
  return new ClipSender(options, clip)
}

class ClipSender implements StreamSender {
  state: StreamSender['state'] = 'connecting'
  framesSent = 0
  lastError: string | null = null
  readonly #options: SenderOptions
  readonly #clip: () => Promise<Clip>
  readonly #clock: Clock
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>
  #nextNumber = 0
  /** When the first frame went out: a stream dies so long after it, whatever happened in between. */
  #sendingSinceMs: number | null = null

  constructor(options: SenderOptions, clip: () => Promise<Clip>) {
    this.#options = options
    this.#clip = clip
    this.#clock = options.clock
    this.#running = this.#run().catch((error: unknown) => this.#end(messageOf(error)))
  }

  async stop(): Promise<void> {
    if (this.state !== 'failed') this.state = 'stopped'
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const clip = await this.#clip()
    let failures = 0
    let giveUpAtMs = this.#giveUpAt()
    while (!this.#stopping.signal.aborted) {
      const publication = await this.#connect()
      if (publication !== null) {
        await this.#send(publication, clip)
        if (this.#over()) return
        failures = 0
        giveUpAtMs = this.#giveUpAt()
      }
      failures++
      const waitMs = backoffDelay(failures, BACKOFF, Math.random())
      if (this.#over()) return
      if (this.#clock.monotonic() + waitMs >= giveUpAtMs) {
        this.#end(this.lastError ?? 'it could not be reached')
        return
      }
      this.state = 'retrying'
      await this.#clock.sleep(waitMs, this.#stopping.signal).catch(() => undefined)
    }
  }

  async #connect(): Promise<RtmpPublication | null> {
    const { url, key } = this.#options
    try {
      return await publishRtmp({ url, key, signal: this.#stopping.signal, clock: this.#clock })
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.lastError = messageOf(error)
      return null
    }
  }

  /** Until it is stopped, dies, or the connection is lost; says goodbye in the first case only. */
  async #send(publication: RtmpPublication, clip: Clip): Promise<void> {
    if (!this.#over()) this.state = 'sending'
    const sinceMs = (this.#sendingSinceMs ??= this.#clock.monotonic())
    const lost = new AbortController()
    const live = new LiveClip(clip, this.#nextNumber)
    void publication.closed.then((error) => {
      if (error !== null && !this.#over()) this.lastError = error.message
      lost.abort()
    })
    const faults = () => {
      const now = this.#options.faults()
      if (now.diesAfterMs !== null && this.#clock.monotonic() - sinceMs >= now.diesAfterMs) {
        publication.drop()
        this.#end('simulated: the stream died by itself')
      }
      return now
    }
    const signal = AbortSignal.any([lost.signal, this.#stopping.signal])
    await play(live, this.#clock, faults, signal, (packet) => {
      if (this.#over()) return
      publication.write(packet)
      if (packet.role === 'key' || packet.role === 'delta') this.framesSent++
      if (publication.queuedBytes > MAX_QUEUED_BYTES) publication.drop()
    })
    this.#nextNumber = live.nextNumber
    await publication.close()
  }

  /** Stopped or failed: nothing follows. */
  #over(): boolean {
    return this.state === 'stopped' || this.state === 'failed'
  }

  #giveUpAt(): number {
    return this.#clock.monotonic() + (this.#options.retryForMs ?? DEFAULT_RETRY_FOR_MS)
  }

  #end(why: string): void {
    if (this.#over()) return
    this.state = 'failed'
    this.lastError = why
    this.#options.onEnded(why)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
