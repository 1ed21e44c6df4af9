import { randomFillSync } from 'node:crypto'
import { RtmpError } from './errors.ts'
import { HANDSHAKE_BYTES, RTMP_VERSION } from './protocol.ts'

/** What to send now, and, once the handshake is over, the bytes that came after it. */
export interface HandshakeStep {
  readonly send: Buffer | null
  readonly rest: Buffer | null
}

const WAIT: HandshakeStep = { send: null, rest: null }

/**
 * The plain handshake (5.2): version, 1536 bytes each way, and their echo. Our version field is zero, by which peers
 * that offer the digest handshake (ffmpeg, nginx-rtmp, Flash) know that it is not used here and go on without.
 * What the peer echoes is not compared: real encoders echo wrongly.
 */
export class Handshake {
  readonly #side: 'client' | 'server'
  #received: Buffer = Buffer.alloc(0)
  #answered = false

  constructor(side: 'client' | 'server') {
    this.#side = side
  }

  /** What a client begins with: version and 1536 bytes. */
  opening(): Buffer {
    return ownHalf()
  }

  /** Bytes from the peer. Throws `RtmpError` (`protocol`) as soon as the first one shows that it speaks something else. */
  push(data: Buffer): HandshakeStep {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    const received = this.#received
    const version = received[0]
    if (version === undefined) return WAIT
    if (version !== RTMP_VERSION) throw new RtmpError('protocol', notRtmp(version, this.#side))
    // A server waits for C0 C1, answers with everything, then waits for C2. A client waits for S0 S1 S2.
    const echoed = received.length > HANDSHAKE_BYTES ? received.subarray(1, 1 + HANDSHAKE_BYTES) : null
    const complete = received.length >= 1 + 2 * HANDSHAKE_BYTES
    const rest = complete ? received.subarray(1 + 2 * HANDSHAKE_BYTES) : null
    if (this.#side === 'client') return rest === null || echoed === null ? WAIT : { send: Buffer.from(echoed), rest }
    if (this.#answered || echoed === null) return { send: null, rest }
    this.#answered = true
    return { send: Buffer.concat([ownHalf(), echoed]), rest }
  }
}

function ownHalf(): Buffer {
  const half = Buffer.alloc(1 + HANDSHAKE_BYTES)
  half[0] = RTMP_VERSION
  // Time and version stay zero.
  randomFillSync(half, 9)
  return half
}

function notRtmp(first: number, side: 'client' | 'server'): string {
  const peer = side === 'server' ? 'the publisher' : 'the server'
  if (first === 0x16 || first === 0x15) {
    return side === 'server'
      ? 'the publisher sends TLS to a plain RTMP port: use rtmp:// instead of rtmps://'
      : 'the server answers with TLS on this port: use rtmps:// instead of rtmp://'
  }
  if (first >= 0x41 && first <= 0x7a) return `${peer} speaks text (HTTP?) and not RTMP: is it the right port?`
  return `${peer} does not speak RTMP (first byte 0x${first.toString(16).padStart(2, '0')}): is it the right port?`
}
