import { VMixError, type VMixErrorOptions } from './vmix-error.ts'

/**
 * - `refused`: nothing listens there: vMix is not running, or its Web Controller is off
 * - `timeout`: no complete answer in time: wrong address, a firewall, or a vMix that hangs
 * - `dns`: the host's name is not known
 * - `unreachable`: no way to that host from here
 * - `reset`: the connection broke before the answer was complete
 * - `unauthorised`: vMix asks for a password (401)
 * - `not_vmix`: something answered, but not as a vMix does: most often the wrong port
 * - `too_large`: the answer is longer than `maxBodyBytes`
 * - `aborted`: the caller's signal ended it
 * - `closed`: the client was closed
 * - `busy`: too many requests wait already; nothing was sent
 * - `network`: any other network error; see `cause`
 */
export type VMixConnectionErrorCode =
  | 'refused'
  | 'timeout'
  | 'dns'
  | 'unreachable'
  | 'reset'
  | 'unauthorised'
  | 'not_vmix'
  | 'too_large'
  | 'aborted'
  | 'closed'
  | 'busy'
  | 'network'

/** No usable connection to a vMix: it was not reached, or what answered is none. */
export class VMixConnectionError extends VMixError {
  override readonly name = 'VMixConnectionError'
  readonly code: VMixConnectionErrorCode

  constructor(code: VMixConnectionErrorCode, message: string, options: VMixErrorOptions) {
    super(message, options)
    this.code = code
  }
}
