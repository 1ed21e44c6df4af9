import { backoffDelay, type Clock } from '../clock/index.ts'
import { rehearsalUrl } from '../destinations/index.ts'
import { type MediaPacket, type RtmpServer, startRtmpServer } from '../gateway/index.ts'
import type { Secret } from '../secrets/index.ts'
import type { Arrived } from './arrivals.ts'
import { StateKeeping } from './keeping.ts'
import { keyIndex } from './key-index.ts'
import type { RehearsalMemory } from './memory.ts'
import { Place, type RehearsedStream } from './place.ts'

export interface RehearsalOptions {
  readonly clock: Clock
  /** Where it is kept what the receivers are; absent: they end with this process for good. */
  readonly memory?: RehearsalMemory
  /** Told, in a sentence, what keeps receivers from coming back or from being kept. */
  readonly onProblem?: (message: string) => void
  /** Told of each packet as it arrives. It must not take long. */
  readonly onPacket?: (stream: RehearsedStream, packet: MediaPacket) => void
}

/** Where one destination is rehearsed. */
export interface RehearsalPlace {
  /** On this machine: `rtmp://127.0.0.1:PORT/rehearsal`. */
  readonly rtmpUrl: string
  /** Made for it; the destination's own key is not asked for. */
  readonly streamKey: Secret
  /** Waits until a picture arrives, from now on. @returns whether one did within the limit */
  arrives(options: { readonly limitMs: number; readonly signal: AbortSignal }): Promise<boolean>
}

/** Receivers on this machine that take streams instead of their destinations, and count what arrives. */
export interface Rehearsal extends AsyncDisposable {
  /** The receiver for a destination; the same one for as long as it is rehearsed. @throws Error where no port can be had */
  receiverFor(stream: RehearsedStream): Promise<RehearsalPlace>
  /** What arrived there; null: nothing yet, or it is not rehearsed here. */
  arrived(stream: Omit<RehearsedStream, 'name'>): Arrived | null
  /** Says how a stream was seen. Receivers of one that is no rehearsal any more are given up after a minute. */
  seen(instance: string, channel: number, isRehearsal: boolean): void
}

const mostPlaces = 256
/** A start may take its time until it is seen. */
const keptMs = 60_000
/** Of a stream that nobody speaks of any more. */
const unseenMs = 10 * 60_000
const retry = { baseMs: 500, capMs: 5000 }
const lookMs = 50

/**
 * Opens the rehearsal of this machine. Nothing listens before the first destination is rehearsed, or while none is kept; what
 * listens takes streams of this machine only, under keys that were made for it.
 *
 * @example
 * await using rehearsal = await openRehearsal({ clock: systemClock })
 * await controller.goLive({ destinations: [StreamingDestinations.twitch(key)], rehearsal })
 * console.log(rehearsal.arrived({ instance: controller.instance, channel: 0, destinationId }))
 */
export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const rehearsal = new LocalRehearsal(options)
  await rehearsal.restore()
  return rehearsal
}

class LocalRehearsal implements Rehearsal {
  readonly #options: RehearsalOptions
  readonly #over = new AbortController()
  readonly #keys = keyIndex<Place>()
  readonly #keeping: StateKeeping
  #places: readonly Place[] = []
  #server: RtmpServer | null = null
  /** Where it listened before, and streams are still sent to. */
  #keptPort: number | null = null
  /** One change at a time. */
  #changing: Promise<unknown> = Promise.resolve()

  constructor(options: RehearsalOptions) {
    this.#options = options
    this.#keeping = new StateKeeping(options.memory ?? null, options.clock, (message) => this.#tell(message))
  }

  /** Takes up what another process had: on the same port, under the same keys. */
  async restore(): Promise<void> {
    const { memory, clock } = this.#options
    const state = await memory?.read().catch((error: unknown) => {
      this.#tell(`What was being rehearsed cannot be read: ${sentence(error)}`)
      return null
    })
    if (state == null || state.places.length === 0) return
    this.#keptPort = state.port
    this.#become(state.places.map((kept) => Place.of(kept, clock.monotonic())))
    if (!(await this.#listen(state.port))) void this.#listenLater(state.port)
  }

  async receiverFor(stream: RehearsedStream): Promise<RehearsalPlace> {
    const place = await this.#change(() => this.#open(stream))
    // Of all others nobody waits for the disk.
    await this.#keeping.settled()
    return place
  }

  arrived(stream: Omit<RehearsedStream, 'name'>): Arrived | null {
    const place = this.#places.find((one) => one.is(stream))
    return place?.figures(this.#options.clock.monotonic()) ?? null
  }

  seen(instance: string, channel: number, isRehearsal: boolean): void {
    const now = this.#options.clock.monotonic()
    const isOver = (place: Place): boolean => {
      const { stream } = place
      const isMeant = stream.instance === instance && stream.channel === channel
      if (place.isPublishing || (isMeant && isRehearsal)) place.usedMs = now
      return now - place.usedMs > (isMeant ? keptMs : unseenMs)
    }
    if (this.#places.some(isOver)) void this.#change(() => this.#forget(isOver)).catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#changing.catch(() => undefined)
    await this.#keeping.settled()
    await this.#server?.close()
    this.#server = null
  }

  async #open(stream: RehearsedStream): Promise<RehearsalPlace> {
    const { clock } = this.#options
    const port = await this.#openPort()
    let place = this.#places.find((one) => one.is(stream))
    if (place === undefined) {
      if (this.#places.length >= mostPlaces) throw new Error(`${mostPlaces} destinations are rehearsed already.`)
      place = new Place(stream, clock.monotonic())
      this.#become([...this.#places, place])
      this.#keep(port)
    }
    place.begin(clock.monotonic())
    const { key } = place
    return { rtmpUrl: rehearsalUrl(port), streamKey: key, arrives: (limits) => this.#arrives(stream, limits) }
  }

  async #arrives(
    stream: RehearsedStream,
    { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const { clock } = this.#options
    const frames = (): number => this.#places.find((one) => one.is(stream))?.frames ?? 0
    const before = frames()
    const until = clock.monotonic() + limitMs
    while (frames() <= before) {
      if (clock.monotonic() >= until) return false
      await clock.sleep(lookMs, signal)
    }
    return true
  }

  /** The port that is listened on, where streams may be sent to already; else any free one. @throws Error */
  async #openPort(): Promise<number> {
    const kept = this.#keptPort
    if (kept !== null && (await this.#listen(kept))) return kept
    // Somebody else has that port: what is sent there arrives nowhere, and is rehearsed anew.
    this.#become([])
    if (!(await this.#listen(0)) || this.#keptPort === null) throw new Error('No port of this machine can be had.')
    return this.#keptPort
  }

  /** @returns false where the port is taken */
  async #listen(port: number): Promise<boolean> {
    if (this.#server !== null) return true
    try {
      const server = await startRtmpServer({
        host: '127.0.0.1',
        port,
        clock: this.#options.clock,
        limits: { connections: 2 * mostPlaces },
        acceptApp: (app) => app === 'rehearsal',
        authorise: ({ key }, session) => {
          const place = this.#keys.find(key)
          if (place === null) return { refuse: 'Nothing is rehearsed under this key.' }
          return { accept: place.accept(session, this.#options.onPacket ?? null) }
        },
      })
      if (this.#over.signal.aborted) {
        await server.close()
        return false
      }
      this.#server = server
      this.#keptPort = server.port
      return true
    } catch {
      return false
    }
  }

  /** The one before may still be ending, and streams wait for the port. */
  async #listenLater(port: number): Promise<void> {
    const { clock } = this.#options
    this.#tell(`The receivers of the rehearsal cannot come back yet: port ${port} is taken. It is tried again.`)
    for (let attempt = 1; !this.#over.signal.aborted && this.#server === null && this.#keptPort === port; attempt++) {
      const delay = backoffDelay(attempt, retry, Math.random())
      await clock.sleep(delay, this.#over.signal, { background: true }).catch(() => undefined)
      if (this.#places.length > 0) await this.#change(() => this.#listen(port)).catch(() => undefined)
    }
  }

  async #forget(isOver: (place: Place) => boolean): Promise<void> {
    const over = this.#places.filter((place) => !place.isPublishing && isOver(place))
    if (over.length === 0) return
    for (const place of over) place.leave()
    this.#become(this.#places.filter((place) => !over.includes(place)))
    this.#keep(this.#keptPort ?? 1)
    if (this.#places.length > 0) return
    await this.#server?.close()
    this.#server = null
    this.#keptPort = null
  }

  #become(places: readonly Place[]): void {
    this.#places = places
    this.#keys.become(places.map((place) => [place.key.reveal(), place]))
  }

  /** A rehearsal whose receivers would not come back is a rehearsal all the same. */
  #keep(port: number): void {
    this.#keeping.keep({ port, places: this.#places.map(({ kept }) => kept) })
  }

  async #change<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#changing.then(change)
    this.#changing = changed.catch(() => undefined)
    return await changed
  }

  #tell(message: string): void {
    this.#options.onProblem?.(message)
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'the reason is not known.'
}
