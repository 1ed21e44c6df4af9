/**
 * Why a server did not start:
 * - `running`: another one runs on this data folder.
 * - `port_taken`: another program has its port.
 * - `bad_listen`: the address cannot be listened on.
 * - `tls`: certificate or key cannot be used.
 */
export type ServerErrorCode = 'running' | 'port_taken' | 'bad_listen' | 'tls'

/** A server that cannot run, with what to do. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly code: ServerErrorCode

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
