/**
 * Why a proxy cannot be started:
 * - `bad_option`: an option that cannot be right;
 * - `bad_rules`: the rules cannot be read;
 * - `loop`: it would ask itself;
 * - `port_in_use`, `cannot_listen`: its own ports.
 */
export type ProxyErrorCode = 'bad_option' | 'bad_rules' | 'loop' | 'port_in_use' | 'cannot_listen'

/** The message says what to do. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly code: ProxyErrorCode

  constructor(code: ProxyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
