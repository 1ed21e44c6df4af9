import { VMixConnectionError, type VMixConnectionErrorCode } from './errors/connection-error.ts'
import type { HttpFailure } from './http-exchange.ts'

/** What a failure is told about: whom we asked, and what may have happened there. */
export interface FailureContext {
  readonly host: string
  readonly port: number
  readonly mayHaveBeenSent: boolean
  readonly timeoutMs: number
  /** Which of vMix's ports was meant; the Web Controller unless said. */
  readonly service?: 'web' | 'tcp'
}

/** Marks an exchange that was stopped because its time was up. */
export const TIMED_OUT = Symbol('timed out')
/** Marks an exchange that was stopped because the client was closed. */
export const CLIENT_CLOSED = Symbol('client closed')

export function connectionError(failure: HttpFailure, context: FailureContext): VMixConnectionError {
  const { mayHaveBeenSent } = context
  if (failure.kind === 'too_large') {
    const limit = `${Math.round(failure.limitBytes / 1024)} KiB`
    const message = `${place(context)} answered with more than ${limit}, which no vMix does. Check the port; for a huge preset raise maxBodyBytes.`
    return new VMixConnectionError('too_large', message, { mayHaveBeenSent })
  }
  if (failure.kind === 'stopped') return stopped(failure.reason, context)
  const code = codeOf(failure.error)
  const [kind, message] = explain(code, failure.error, context)
  return new VMixConnectionError(kind, message, { mayHaveBeenSent, cause: harmless(failure.error, code) })
}

function stopped(reason: unknown, context: FailureContext): VMixConnectionError {
  const { mayHaveBeenSent } = context
  if (reason === TIMED_OUT) {
    const within = `within ${context.timeoutMs / 1000} s`
    const message = mayHaveBeenSent
      ? `${place(context)} took the request, but did not complete its answer ${within}. vMix may be busy or hanging; look at the vMix machine.`
      : `${place(context)} does not answer ${within}. Check the address, that the vMix machine is on, and that its firewall lets port ${context.port} through.`
    return new VMixConnectionError('timeout', message, { mayHaveBeenSent })
  }
  if (reason === CLIENT_CLOSED) {
    return new VMixConnectionError('closed', 'This vMix client is closed. Make a new one.', { mayHaveBeenSent })
  }
  const cause = reason instanceof Error ? reason : undefined
  const message = `The request to ${place(context)} was aborted${mayHaveBeenSent ? ' after it may have been sent' : ' before it was sent'}.`
  return new VMixConnectionError('aborted', message, { mayHaveBeenSent, cause })
}

function explain(code: string, error: Error, context: FailureContext): [VMixConnectionErrorCode, string] {
  const { port } = context
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'refused',
        context.service === 'tcp'
          ? `Cannot connect to vMix's TCP API at ${place(context)}. Ensure vMix is running; its TCP port is 8099.`
          : `Cannot connect to vMix at ${place(context)}. Ensure vMix is running and Web Controller is enabled.`,
      ]
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'ERR_INVALID_CHAR':
    case 'ERR_INVALID_ARG_VALUE':
      return [
        'dns',
        `No machine named "${context.host}" is known to this network. Check the spelling, or use its IP address.`,
      ]
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return [
        'unreachable',
        `No way to ${place(context)} from this machine. Check the address, the cable and the network.`,
      ]
    case 'ETIMEDOUT':
      return [
        'timeout',
        `${place(context)} does not answer. Check the address, and that the firewall lets port ${port} through.`,
      ]
    default:
  }
  if (code.startsWith('HPE_')) return ['not_vmix', notHttp(error, context)]
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED' || code === 'CLOSED_EARLY') {
    return ['reset', `${place(context)} closed the connection before its answer was complete. Read the state again.`]
  }
  return ['network', `The request to ${place(context)} failed (${code}).`]
}

/** The HTTP parser keeps what it could not read: the greeting tells who speaks there. */
function notHttp(error: Error, context: FailureContext): string {
  const raw: unknown = 'rawPacket' in error ? error.rawPacket : undefined
  const greeting = raw instanceof Uint8Array ? Buffer.from(raw.subarray(0, 64)).toString('latin1') : ''
  return `${place(context)} is not vMix's Web Controller: ${whoGreets(greeting)}`
}

/** Who begins a conversation like that, and what to do about it. */
export function whoGreets(greeting: string): string {
  if (greeting.startsWith('VERSION OK')) {
    return "it is vMix's TCP API. Use the port of the Web Controller, 8088 unless changed."
  }
  if (greeting.startsWith('SSH-')) return 'an SSH server answers there. Check host and port.'
  return 'what answers there does not speak HTTP. Check host and port (8088 unless changed).'
}

/** The same for whoever expected vMix's TCP API. */
export function whoAnswersTcp(line: string): string {
  if (line.startsWith('HTTP/')) {
    return "a web server answers there, as vMix's Web Controller does on its port, 8088. Use the port of the TCP API, 8099."
  }
  if (line.startsWith('SSH-')) return 'an SSH server answers there. Check host and port.'
  return 'what answers there does not greet as vMix does. Check host and port (8099).'
}

export function place(context: Pick<FailureContext, 'host' | 'port'>): string {
  return `${context.host.includes(':') ? `[${context.host}]` : context.host}:${context.port}`
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.message === 'closed before its end' ? 'CLOSED_EARLY' : error.name
}

/**
 * The network's error without what could carry a key: parser errors hold the bytes received, and a server that echoes
 * sends our own request back in them. Only the parts that Node itself writes are kept.
 */
function harmless(error: Error, code: string): Error {
  const systemError = /^(?:E[A-Z_]+|HPE_[A-Z_]+|CLOSED_EARLY)$/.test(code)
  return Object.assign(new Error(systemError ? error.message || code : code), { code })
}
