import type { Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import { AmfError, type AmfValue } from '../codec/index.ts'
import { authenticationScheme, cannotAuthenticate } from './authmod.ts'
import { publisherCapabilities } from './capabilities.ts'
import { readCommand, statusInfo, type Command, type StatusInfo } from './command.ts'
import { RtmpError } from './errors.ts'
import { Handshake } from './handshake.ts'
import { Link } from './link.ts'
import { HANDSHAKE_BYTES, MessageType } from './protocol.ts'
import type { RtmpTarget } from './url.ts'

/** Encoders introduce themselves so; some servers look at the first word. */
const FLASH_VERSION = 'FMLE/3.0 (compatible; vmixctl)'
/** What a server has to say is little. */
const LIMITS = { chunkStreams: 16, messageBytes: 262_144, pendingBytes: 524_288 }
/** Some servers (Twitch) accept every key first and hang up on a wrong one. */
const SOON_MS = 5000
const CONNECT = 1
const CREATE_STREAM = 4

type Stage = 'handshake' | 'connect' | 'createStream' | 'publish' | 'publishing' | 'ended'

/** The words that a publisher and a server exchange, from handshake to goodbye; answers whatever the server asks meanwhile. */
export class PublishConversation {
  /** Told at most once, whatever the stage: why it is over. */
  onFailure: ((error: RtmpError) => void) | null = null
  /** Resolves at NetStream.Publish.Start; rejects when it fails before. */
  readonly started: Promise<void>
  /** The message stream that the server gave us. */
  streamId = 0
  #stage: Stage = 'handshake'
  readonly #socket: Socket
  readonly #target: RtmpTarget
  readonly #key: string
  readonly #clock: Clock
  #startedAtMs = 0
  readonly #handshake = new Handshake('client')
  readonly #shaken = Promise.withResolvers<void>()
  readonly #started = Promise.withResolvers<void>()
  #link: Link | null = null

  constructor(socket: Socket, target: RtmpTarget, key: string, clock: Clock) {
    this.#socket = socket
    this.#clock = clock
    this.#target = target
    this.#key = key
    this.started = this.#started.promise
    // Whoever waits hears of it; nobody has to.
    this.#shaken.promise.catch(() => undefined)
    this.#started.promise.catch(() => undefined)
    socket.on('data', (data) => this.#data(data))
    socket.on('error', (cause) =>
      this.#fail(new RtmpError('closed', `${this.#broken()} (${cause.message})`, { cause })),
    )
    socket.on('end', () => this.#fail(new RtmpError('closed', this.#broken())))
    socket.on('close', () => this.#fail(new RtmpError('closed', this.#broken())))
  }

  /** Sends the first bytes; resolves after the handshake. */
  begin(): Promise<void> {
    if (this.#socket.destroyed) this.#fail(new RtmpError('closed', this.#broken()))
    else if (this.#stage === 'handshake') this.#socket.write(this.#handshake.opening())
    return this.#shaken.promise
  }

  /** Goodbye; the socket is ended after what is queued. */
  end(): void {
    if (this.#stage === 'ended') return
    if (this.#stage === 'publishing') {
      this.#link?.command(0, 'FCUnpublish', 6, null, this.#key)
      this.#link?.command(0, 'deleteStream', 7, null, this.streamId)
    }
    this.silence()
    this.#socket.end()
  }

  /** Listens no more. */
  silence(): void {
    this.#link?.stop()
    this.#stage = 'ended'
  }

  #data(data: Buffer): void {
    if (this.#stage === 'ended') return
    try {
      if (this.#link !== null) this.#link.receive(data)
      else this.#shakeHands(data)
    } catch (cause) {
      if (cause instanceof RtmpError) this.#fail(cause)
      else {
        const detail = cause instanceof AmfError ? cause.message : String(cause)
        this.#fail(new RtmpError('protocol', `the server sent what is not RTMP: ${detail}`, { cause }))
      }
    }
  }

  #shakeHands(data: Buffer): void {
    const { send, rest } = this.#handshake.push(data)
    if (send !== null) this.#socket.write(send)
    if (rest === null) return
    const link = new Link(this.#socket, LIMITS, 1 + 2 * HANDSHAKE_BYTES, (type, _streamId, _timestampMs, body) => {
      if (type !== MessageType.commandAmf0 && type !== MessageType.commandAmf3) return
      const command = readCommand(type, body)
      if (command !== null) this.#command(command, link)
    })
    this.#link = link
    this.#stage = 'connect'
    this.#shaken.resolve()
    const { app, tcUrl } = this.#target
    const object: Record<string, AmfValue> = {
      app,
      type: 'nonprivate',
      flashVer: FLASH_VERSION,
      swfUrl: tcUrl,
      tcUrl,
      ...publisherCapabilities,
    }
    link.command(0, 'connect', CONNECT, object)
    if (rest.length > 0) link.receive(rest)
  }

  #command(command: Command, link: Link): void {
    switch (command.name) {
      case '_result':
        this.#result(command, link)
        return
      case '_error':
        // Some servers answer releaseStream and FCPublish with an error, and mean nothing by it.
        if (command.transaction === CONNECT || command.transaction === CREATE_STREAM) {
          this.#fail(this.#rejection(statusInfo(command.argument(0))))
        }
        return
      case 'onStatus':
        this.#status(statusInfo(command.argument(0)))
        return
      case 'close':
        this.#fail(new RtmpError('closed', this.#broken()))
        return
      default:
        // onFCPublish, onBWDone, …
        return
    }
  }

  #result(command: Command, link: Link): void {
    if (command.transaction === CONNECT && this.#stage === 'connect') {
      this.#stage = 'createStream'
      link.announceChunkSize()
      link.command(0, 'releaseStream', 2, null, this.#key)
      link.command(0, 'FCPublish', 3, null, this.#key)
      link.command(0, 'createStream', CREATE_STREAM, null)
    } else if (command.transaction === CREATE_STREAM && this.#stage === 'createStream') {
      const id = command.argument(0)
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0xffff_ffff) {
        throw new RtmpError('protocol', 'the server gave no message stream number')
      }
      this.streamId = id
      this.#stage = 'publish'
      link.command(id, 'publish', 5, null, this.#key, 'live')
    }
  }

  #status(info: StatusInfo): void {
    if (info.code === 'NetStream.Publish.Start') {
      if (this.#stage !== 'publish') return
      this.#stage = 'publishing'
      this.#startedAtMs = this.#clock.monotonic()
      this.#started.resolve()
    } else if (info.level === 'error' || info.code === 'NetStream.Publish.BadName') this.#fail(this.#rejection(info))
    else if (info.code === 'NetStream.Unpublish.Success' || info.code === 'NetConnection.Connect.Closed') {
      this.#fail(new RtmpError('closed', `the server ended the stream (${info.code})`))
    }
  }

  /** A stream that was taken and ran is not refused any more: the server has ended it, and may take it again. */
  #rejection({ code, description }: StatusInfo): RtmpError {
    const said = this.#withoutKey([code, description].filter((text) => text !== '').join(': ')) || 'no reason given'
    if (this.#stage === 'publishing' && this.#clock.monotonic() - this.#startedAtMs >= SOON_MS) {
      return new RtmpError('closed', `the server ended the stream while we were sending. It said: ${said}`)
    }
    const scheme = authenticationScheme(description)
    if (scheme !== null) return new RtmpError('rejected', cannotAuthenticate(scheme))
    return new RtmpError('rejected', `the server refused the stream: check URL and stream key. It said: ${said}`)
  }

  /** Servers like to repeat the name that they refuse; it is the key. */
  #withoutKey(text: string): string {
    const [name = ''] = this.#key.split('?')
    let clean = text
    for (const secret of [
      this.#key,
      encodeURIComponent(this.#key),
      encodeURI(this.#key),
      name,
      encodeURIComponent(name),
    ]) {
      if (secret !== '') clean = clean.replaceAll(secret, '[secret]')
    }
    return clean.replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ').slice(0, 200)
  }

  #broken(): string {
    const { host, port } = this.#target
    const where = `${host}:${port}`
    switch (this.#stage) {
      case 'handshake':
        return `${where} hung up in the RTMP handshake: is it an RTMP server?`
      case 'publishing':
        return this.#clock.monotonic() - this.#startedAtMs < SOON_MS
          ? `${where} closed the connection right after it accepted the stream: a wrong or expired stream key often ends so`
          : `${where} closed the connection while we were sending`
      default:
        return `${where} closed the connection before it accepted the stream: check URL and stream key`
    }
  }

  #fail(error: RtmpError): void {
    if (this.#stage === 'ended') return
    this.silence()
    this.#shaken.reject(error)
    this.#started.reject(error)
    this.onFailure?.(error)
  }
}
