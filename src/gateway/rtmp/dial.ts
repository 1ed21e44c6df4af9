import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, getCACertificates } from 'node:tls'
import type { Clock } from '../../clock/index.ts'
import { RtmpError, type RtmpErrorCode } from './errors.ts'
import type { RtmpTarget } from './url.ts'

export interface DialOptions {
  /** A further certificate authority (PEM). */
  readonly ca?: string | undefined
  /** How long one address may take to answer, once its name is known, ms. */
  readonly answerMs: number
  readonly clock: Clock
}

/** Opens the connection, TLS with verified certificate included. Rejects with `RtmpError`, or with the signal's reason. */
export async function dial(target: RtmpTarget, options: DialOptions, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const socket = await openTcp(target, options, signal)
  return target.tls ? openTls(socket, target, options.ca, signal) : socket
}

function openTcp(target: RtmpTarget, options: DialOptions, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp({ host: target.host, port: target.port, noDelay: true, keepAlive: true })
  limitAnswers(socket, options)
  return settled(socket, socket, 'connect', signal, (cause) => connectError(target, cause))
}

/**
 * Each address that a name has gets the whole time. The system asks again after 1, 3 and 7 seconds: a machine that comes
 * back between two of them would be heard of late.
 */
function limitAnswers(socket: Socket, { clock, answerMs }: DialOptions): void {
  let limit = new AbortController()
  const over = (): void => limit.abort()
  socket.on('connectionAttempt', () => {
    over()
    limit = new AbortController()
    clock.sleep(answerMs, limit.signal).then(
      () => socket.destroy(Object.assign(new Error(`no answer within ${answerMs} ms`), { code: 'ETIMEDOUT' })),
      () => undefined,
    )
  })
  socket.once('connect', over)
  socket.once('close', over)
}

function openTls(tcp: Socket, target: RtmpTarget, ca: string | undefined, signal: AbortSignal): Promise<Socket> {
  const socket = connectTls({
    socket: tcp,
    host: target.host,
    // A server name must be a name (RFC 6066); an address is verified against the certificate's addresses all the same.
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    minVersion: 'TLSv1.2',
  })
  return settled(socket, tcp, 'secureConnect', signal, (cause) => tlsError(target, cause))
}

/** The socket once `ready` is emitted; whatever else happens destroys it. */
function settled(
  socket: Socket,
  below: Socket,
  ready: 'connect' | 'secureConnect',
  signal: AbortSignal,
  classify: (cause: NodeJS.ErrnoException) => RtmpError,
): Promise<Socket> {
  // Between one owner's listeners and the next one's an error must not be nobody's, which would end the process.
  socket.on('error', () => undefined)
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off(ready, onReady)
      socket.off('error', onError)
      socket.off('close', onClose)
      signal.removeEventListener('abort', onAbort)
    }
    const fail = (reason: unknown) => {
      done()
      socket.destroy()
      below.destroy()
      reject(reason)
    }
    const onReady = () => {
      done()
      resolve(socket)
    }
    const onError = (cause: NodeJS.ErrnoException) => fail(classify(cause))
    const onClose = () => fail(classify(Object.assign(new Error('the server hung up'), { code: 'ECONNRESET' })))
    const onAbort = () => fail(signal.reason)
    socket.once(ready, onReady)
    socket.once('error', onError)
    socket.once('close', onClose)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

const CONNECT_CODES: Readonly<Record<string, RtmpErrorCode>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed',
}

function connectError({ host, port }: RtmpTarget, cause: NodeJS.ErrnoException): RtmpError {
  const code = CONNECT_CODES[cause.code ?? ''] ?? 'unreachable'
  const text: Partial<Record<RtmpErrorCode, string>> = {
    dns: `the name ${host} was not found: check the address, and this machine's network and DNS`,
    refused: `nothing accepts connections at ${host}:${port}: check address and port, and that the server runs`,
    timeout: `no answer from ${host}:${port}: check the address and the firewall`,
    closed: `${host}:${port} hung up at once`,
  }
  return new RtmpError(code, text[code] ?? `${host}:${port} cannot be reached (${cause.code ?? cause.message})`, {
    cause,
  })
}

/** What a proxy does whose server is away, or a server that is going down: it may be well the next time. */
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE'])

function tlsError({ host, port }: RtmpTarget, cause: NodeJS.ErrnoException): RtmpError {
  const where = `${host}:${port}`
  if (HUNG_UP.has(cause.code ?? '')) {
    return new RtmpError('closed', `${where} hung up in the TLS handshake: does the port speak RTMPS?`, { cause })
  }
  const detail = cause.code === undefined ? cause.message : `${cause.message}, ${cause.code}`
  const text =
    cause.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `the certificate of ${where} is for another name (${cause.message})`
      : cause.code === 'CERT_HAS_EXPIRED' || cause.code === 'CERT_NOT_YET_VALID'
        ? `the certificate of ${where} is not valid now (${cause.code}): check it, and this machine's date`
        : UNTRUSTED.has(cause.code ?? '')
          ? `the certificate of ${where} is signed by nobody that this machine trusts (${cause.code})`
          : `no TLS connection with ${where}: ${detail}. Does the port speak RTMPS?`
  return new RtmpError('tls', text, { cause })
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
