/**
 * What went wrong with an RTMP connection.
 * `dns`: the name is unknown. `refused`: nobody listens there. `unreachable`: no way to that machine. `timeout`: it hung,
 * the message says at which stage. `tls`: encryption or certificate. `rejected`: the server refused app or key.
 * `closed`: the other side ended it. `protocol`: it does not speak RTMP, or the URL is none. `aborted`: by our own signal.
 */
export type RtmpErrorCode =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'rejected'
  | 'closed'
  | 'protocol'
  | 'aborted'

/** What happened and what to do, for a person; {@link RtmpErrorCode} for a program. Never holds a stream key. */
export class RtmpError extends Error {
  override readonly name = 'RtmpError'
  readonly code: RtmpErrorCode

  constructor(code: RtmpErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
