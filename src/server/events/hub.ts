import type { ServerResponse } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import type { Board } from '../board/index.ts'
import { EventClient, type EventFollower } from './client.ts'
import { heartbeatMessage, messageAfter, type EventPosition } from './message.ts'

export interface EventHubOptions {
  readonly board: Board
  readonly clock: Clock
  /** Figures that moved are told at most this often, ms: what changes meanwhile goes out together. */
  readonly everyMs?: number
  readonly heartbeatMs?: number
  /** A client that has not read for so long is dropped, ms. */
  readonly patienceMs?: number
  readonly maxClients?: number
}

/** Of the places, those that who comes by one token may take: nobody keeps all others out. */
const mostOfToken = 50

/** So often at most when something happens, ms: somebody waits for it. All that changed until then goes with it. */
const newsMs = 20

/** What the hub has done, for the metrics. */
export interface EventCounts {
  readonly clients: number
  readonly dropped: number
  readonly messages: number
}

/**
 * Everyone who follows the board. A message is made once, and its bytes are the same for all who stand at the same
 * version; a client that reads slowly gets what changed in one message when it reads again, and one that does not read
 * is dropped.
 */
export class EventHub implements Disposable {
  readonly #board: Board
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #heartbeatMs: number
  readonly #patienceMs: number
  readonly #maxClients: number
  readonly #clients = new Set<EventClient>()
  readonly #ended = new AbortController()
  readonly #endListening: () => void
  /** Messages for the version that the board has now, by the version that they start from. */
  readonly #messages = new Map<number | null, Buffer>()
  #messagesUpTo = -1
  /** When all are to be told next; null: nothing has changed. */
  #dueAt: number | null = null
  #toldAt = Number.NEGATIVE_INFINITY
  #dropped = 0
  #written = 0

  constructor(options: EventHubOptions) {
    this.#board = options.board
    this.#clock = options.clock
    this.#everyMs = options.everyMs ?? 100
    this.#heartbeatMs = options.heartbeatMs ?? 10_000
    this.#patienceMs = options.patienceMs ?? 20_000
    this.#maxClients = options.maxClients ?? 1000
    this.#endListening = this.#board.onChange((isNews) => this.#changed(isNews))
    void this.#beat()
  }

  get counts(): EventCounts {
    return { clients: this.#clients.size, dropped: this.#dropped, messages: this.#written }
  }

  /** Whether there is no place for one more by this token; null: this machine, while there is no token. */
  isFullFor(tokenId: string | null): boolean {
    if (this.#clients.size >= this.#maxClients) return true
    if (tokenId === null) return false
    let own = 0
    for (const client of this.#clients) if (client.tokenId === tokenId) own += 1
    return own >= mostOfToken
  }

  /**
   * Takes a client whose head was sent: first what it lacks, then every change. Whether it may stay is asked at each
   * heartbeat and at {@link recheck}.
   */
  add(outgoing: ServerResponse, position: EventPosition | null, who: EventFollower): void {
    const version = position?.boardId === this.#board.id ? position.version : null
    const client = new EventClient(outgoing, version, who)
    this.#clients.add(client)
    outgoing.on('close', () => this.#clients.delete(client))
    outgoing.on('drain', () => {
      client.caughtUp()
      this.#bring(client)
    })
    this.#bring(client)
  }

  /** Ends those who are no longer allowed: a token was revoked. */
  recheck(): void {
    for (const client of this.#clients) if (!client.mayStay) this.#end(client)
  }

  [Symbol.dispose](): void {
    this.#endListening()
    this.#ended.abort()
    for (const client of this.#clients) this.#end(client)
  }

  #end(client: EventClient): void {
    this.#clients.delete(client)
    client.end()
  }

  #changed(isNews: boolean): void {
    if (this.#clients.size === 0) return
    const at = this.#toldAt + (isNews ? Math.min(newsMs, this.#everyMs) : this.#everyMs)
    if (this.#dueAt !== null && this.#dueAt <= at) return
    this.#dueAt = at
    this.#clock.sleep(Math.max(0, at - this.#clock.monotonic()), this.#ended.signal, { background: true }).then(
      () => this.#tell(at),
      () => undefined,
    )
  }

  /** Unless it was told earlier than was thought when this was planned. */
  #tell(plannedAt: number): void {
    if (this.#dueAt !== plannedAt) return
    this.#dueAt = null
    this.#toldAt = this.#clock.monotonic()
    for (const client of this.#clients) this.#bring(client)
  }

  /** Brings one client up to what the board is now. */
  #bring(client: EventClient): void {
    if (client.gone || client.behind || client.version === this.#board.version) return
    this.#write(client, this.#messageAfter(client.version))
    client.version = this.#board.version
  }

  #messageAfter(version: number | null): Buffer {
    if (this.#messagesUpTo !== this.#board.version) {
      this.#messages.clear()
      this.#messagesUpTo = this.#board.version
    }
    let bytes = this.#messages.get(version)
    if (bytes === undefined) {
      bytes = messageAfter(this.#board, version)
      this.#messages.set(version, bytes)
    }
    return bytes
  }

  #write(client: EventClient, bytes: Buffer): void {
    this.#written += 1
    client.write(bytes, this.#clock.monotonic())
  }

  async #beat(): Promise<void> {
    try {
      for (;;) {
        await this.#clock.sleep(this.#heartbeatMs, this.#ended.signal, { background: true })
        this.recheck()
        const now = this.#clock.monotonic()
        const bytes = heartbeatMessage(new Date(this.#clock.now()))
        for (const client of this.#clients) {
          if (client.behindForMs(now) >= this.#patienceMs) {
            this.#dropped += 1
            this.#end(client)
          } else if (!client.behind && !client.gone) this.#write(client, bytes)
        }
      }
    } catch {
      // Ended.
    }
  }
}
