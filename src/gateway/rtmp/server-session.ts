import type { Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import { AmfError } from '../codec/index.ts'
import { readCommand, type Command } from './command.ts'
import { readConnect } from './connect-request.ts'
import { RtmpError } from './errors.ts'
import { Handshake } from './handshake.ts'
import { Link } from './link.ts'
import type { RtmpServerLimits } from './limits.ts'
import { MessageType } from './protocol.ts'
import { PublishedStream } from './published-stream.ts'
import { acceptConnect, acceptPublish, answerFcPublish, answerFcUnpublish, rejectConnect } from './server-replies.ts'
import type { PublishEnd, PublishSession, PublishSink, Refusal, RtmpServerOptions } from './server-types.ts'
import { StageLimit } from './stage-limit.ts'

export interface SessionContext {
  readonly options: RtmpServerOptions
  readonly limits: RtmpServerLimits
  readonly clock: Clock
  readonly remote: string
  readonly tls: boolean
}

interface Publishing {
  readonly sink: PublishSink
  readonly stream: PublishedStream
  readonly streamId: number
}

/** One connection to our server, from its handshake to its end. */
export class ServerSession implements PublishSession {
  readonly #socket: Socket
  readonly #context: SessionContext
  readonly #handshake = new Handshake('server')
  #link: Link | null = null
  #received = 0
  #arrivedMs: number
  #app: string | null = null
  #encoder: string | null = null
  #streams = 0
  #publishing: Publishing | null = null
  #published = false
  #open = true
  /** Handshake, publish, silence: each has its time. */
  readonly #stage: StageLimit

  constructor(socket: Socket, context: SessionContext) {
    this.#socket = socket
    this.#context = context
    this.#arrivedMs = context.clock.monotonic()
    this.#stage = new StageLimit(context.clock)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 15_000)
    socket.on('data', (data) => this.#data(data))
    socket.on('error', (error) => this.#finish({ kind: 'lost', reason: `the connection broke: ${error.message}` }))
    socket.on('close', () => this.#finish({ kind: 'lost', reason: 'the publisher closed the connection' }))
    socket.on('end', () => this.#finish({ kind: 'lost', reason: 'the publisher closed the connection' }))
    this.#allow(context.limits.handshakeMs, 'the handshake')
  }

  disconnect(reason: string): void {
    if (!this.#open) return
    const streamId = this.#publishing?.streamId ?? 0
    this.#link?.status(streamId, 'error', 'NetStream.Publish.Denied', reason)
    this.#finish({ kind: 'lost', reason })
  }

  #data(data: Buffer): void {
    if (!this.#open) return
    this.#arrivedMs = this.#context.clock.monotonic()
    this.#received += data.length
    try {
      if (this.#link === null) this.#shakeHands(data)
      else this.#link.receive(data)
      if (!this.#open) return
      this.#link?.refuseUnreadReplies()
      if (this.#received > this.#context.limits.bytesBeforePublish && !this.#published) {
        throw new RtmpError('protocol', `more than ${this.#context.limits.bytesBeforePublish} bytes before a publish`)
      }
    } catch (error) {
      const known = error instanceof RtmpError || error instanceof AmfError
      const reason = known ? error.message : `the gateway failed on it: ${String(error)}`
      this.#finish({ kind: 'lost', reason }, 'protocol')
    }
  }

  #shakeHands(data: Buffer): void {
    const { send, rest } = this.#handshake.push(data)
    if (send !== null) this.#socket.write(send)
    if (rest === null) return
    const { limits } = this.#context
    const early = {
      ...limits,
      messageBytes: Math.min(limits.messageBytes, limits.bytesBeforePublish),
      pendingBytes: limits.bytesBeforePublish,
    }
    this.#link = new Link(this.#socket, early, this.#received - rest.length, (type, streamId, timestampMs, body) =>
      this.#message(type, streamId, timestampMs, body),
    )
    this.#allow(limits.publishMs, 'publishing')
    if (rest.length > 0) this.#link.receive(rest)
  }

  #message(type: number, streamId: number, timestampMs: number, body: Buffer): void {
    if (type === MessageType.commandAmf0 || type === MessageType.commandAmf3) {
      const command = readCommand(type, body)
      if (command !== null) this.#command(command, streamId)
      return
    }
    // Media before an accepted publish, or on another message stream, is nobody's. Stream 0 is the connection's own: the push
    // relay of node-media-server 4.4 sends its media there, after it was told the number of its stream.
    const publishing = this.#publishing
    if (publishing === null || (streamId !== publishing.streamId && streamId !== 0)) return
    publishing.stream.message(type, timestampMs, body, this.#arrivedMs)
  }

  #command(command: Command, streamId: number): void {
    const link = this.#link
    if (link === null) return
    switch (command.name) {
      case 'connect':
        this.#connect(command, link)
        return
      case 'createStream':
        this.#streams++
        link.command(0, '_result', command.transaction, null, this.#streams)
        return
      case 'FCPublish':
        answerFcPublish(link, command.transaction)
        return
      case 'releaseStream':
      case '_checkbw':
        link.command(0, '_result', command.transaction, null, undefined)
        return
      case 'publish':
        this.#publish(command, streamId, link)
        return
      case 'FCUnpublish':
        answerFcUnpublish(link, command.transaction)
        this.#unpublish(link)
        return
      case 'closeStream':
        if (streamId === 0 || streamId === this.#publishing?.streamId) this.#unpublish(link)
        return
      case 'deleteStream': {
        // One that is not published may be deleted; encoders that name none mean theirs.
        const id = command.argument(0)
        if (typeof id !== 'number' || id === this.#publishing?.streamId) this.#unpublish(link)
        return
      }
      case 'play':
      case 'play2':
        link.status(streamId, 'error', 'NetStream.Play.StreamNotFound', 'Nothing can be played here')
        this.#refuse('protocol', 'it asked to play, and this server only takes streams')
        return
      default:
        // getStreamLength, setBufferLength, onFI, …: nothing depends on an answer.
        return
    }
  }

  #connect(command: Command, link: Link): void {
    if (this.#app !== null) throw new RtmpError('protocol', 'it sent connect twice')
    const request = readConnect(command, (app) => this.#context.options.acceptApp?.(app) !== false)
    if ('code' in request) {
      rejectConnect(link, command.transaction, request.message)
      this.#refuse(request.code, request.message)
      return
    }
    this.#app = request.app
    this.#encoder = request.encoder
    acceptConnect(link, command.transaction, this.#context.options.announceChunkSize ?? true)
  }

  #publish(command: Command, streamId: number, link: Link): void {
    const key = command.argument(0)
    if (this.#app === null) throw new RtmpError('protocol', 'it sent publish before connect')
    if (this.#publishing !== null) throw new RtmpError('protocol', 'it sent publish twice')
    const { options, remote, tls, limits } = this.#context
    const decision =
      typeof key === 'string' && key !== ''
        ? options.authorise({ app: this.#app, key, remote, encoder: this.#encoder, tls }, this)
        : { refuse: 'The stream key is empty' }
    if ('refuse' in decision) {
      link.status(streamId, 'error', 'NetStream.Publish.BadName', decision.refuse)
      this.#refuse(decision.code ?? 'key', decision.refuse)
      return
    }
    const { accept: sink } = decision
    if (!this.#open) {
      // Disconnected from within `authorise`.
      sink.end({ kind: 'lost', reason: 'disconnected' })
      return
    }
    this.#publishing = {
      sink,
      stream: new PublishedStream(
        (packet) => sink.packet(packet),
        () => sink.furtherTracks?.(),
      ),
      streamId,
    }
    this.#published = true
    link.limits = limits
    acceptPublish(this.#socket, link, streamId)
    this.#stage.allowSilence(
      limits.idleMs,
      () => this.#arrivedMs,
      () => this.#finish({ kind: 'lost', reason: `nothing arrived for ${limits.idleMs / 1000} s` }),
    )
  }

  #unpublish(link: Link): void {
    const publishing = this.#publishing
    if (publishing === null) return
    this.#publishing = null
    link.status(publishing.streamId, 'status', 'NetStream.Unpublish.Success', 'Unpublished')
    // A next publish may follow on the same connection.
    this.#allow(this.#context.limits.publishMs, 'publishing')
    publishing.sink.end({ kind: 'ended', reason: 'the publisher ended the stream' })
  }

  #refuse(code: Refusal['code'], message: string): void {
    this.#finish({ kind: 'lost', reason: message }, code)
  }

  /** The end, however it comes: whoever was fed is told once, or the refusal is; what was written is still delivered. */
  #finish(end: PublishEnd, code: Refusal['code'] | null = null): void {
    if (!this.#open) return
    this.#open = false
    this.#stage.end()
    this.#link?.stop()
    const { options, remote, clock, limits } = this.#context
    this.#socket.end()
    // Unread input would make the system reset the connection and the goodbye be lost: it is read and thrown away.
    const closed = new AbortController()
    this.#socket.once('close', () => closed.abort())
    if (!this.#socket.closed) {
      clock.sleep(limits.lingerMs, closed.signal).then(
        () => this.#socket.destroy(),
        () => undefined,
      )
    }
    const publishing = this.#publishing
    this.#publishing = null
    if (publishing !== null) publishing.sink.end(end)
    else if (code !== null) options.onRefused?.({ remote, code, message: end.reason })
  }

  #allow(ms: number, stage: string): void {
    this.#stage.allow(ms, () => this.#refuse('timeout', `${stage} took longer than ${ms} ms`))
  }
}
