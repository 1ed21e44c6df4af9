import type { Clock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import type { MediaPacket } from '../packet.ts'
import type { RtmpError } from './errors.ts'

/** How long each stage may take, ms. */
export interface PublishTimeouts {
  /** Name, TCP and TLS. Default 10,000. */
  readonly connectMs: number
  /** Of that, until an address answers at all, once its name is known. Default 10,000. */
  readonly answerMs: number
  /** RTMP handshake. Default 5000. */
  readonly handshakeMs: number
  /** From `connect` to the server's "publish started". Default 10,000. */
  readonly publishMs: number
  /** Goodbye and delivery of what is queued. Default 2000. */
  readonly closeMs: number
  /** A server that takes no byte for so long, with data waiting, is given up. Default 30,000. */
  readonly stallMs: number
}

export interface PublishOptions {
  /** `rtmp(s)://host[:port]/app[/more]`, without the key. */
  readonly url: string
  /** Stream name, sent byte for byte. */
  readonly key: Secret
  /** Gives up connecting. Once the publication is up it has no effect: see {@link RtmpPublication.close} and `drop`. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly timeouts?: Partial<PublishTimeouts>
  /** Certificates are verified, always; a further authority (PEM) may be trusted beside the system's. */
  readonly tls?: { readonly ca?: string }
}

/** A running publish. */
export interface RtmpPublication extends AsyncDisposable {
  /**
   * Sends one packet. Its bytes are made once and shared by all publications that it is written to. Never blocks and
   * never throws: what the socket does not take is queued, so look at {@link queuedBytes} first. No effect once closed.
   */
  write(packet: MediaPacket): void
  /** The same for packets that follow one another: one call of the system for all of them. */
  writeTogether(packets: readonly MediaPacket[]): void
  /** What the system has not taken yet, bytes. */
  readonly queuedBytes: number
  /** What it has taken of media so far, bytes, chunk headers included. */
  readonly bytesSent: number
  /** Why it ended; null after `close()`. Never rejects. */
  readonly closed: Promise<RtmpError | null>
  /** Says goodbye (FCUnpublish, deleteStream) after what is queued; bounded by `closeMs`. */
  close(): Promise<void>
  /** Cuts the connection without a word; `closed` resolves with code `aborted`. */
  drop(): void
}
