/**
 * Why a connection by SRT did not come about, or ended. `rejected`: the other side refuses us, most often because of the
 * passphrase. `timeout`: nobody answers. `closed`: it was there and is gone. `address`: the port cannot be opened here.
 * `unsupported`: there is nothing on this machine that speaks SRT. `process`: the program that does has failed.
 */
export const SRT_ERROR_CODES = [
  'rejected',
  'refused',
  'timeout',
  'closed',
  'dns',
  'address',
  'settings',
  'unsupported',
  'process',
] as const
export type SrtErrorCode = (typeof SRT_ERROR_CODES)[number]

/** What happened and what to do, for a person. Never holds a passphrase. */
export class SrtError extends Error {
  override readonly name = 'SrtError'
  readonly code: SrtErrorCode

  constructor(code: SrtErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
