/**
 * What every failure of talking to a vMix has in common. `message` is a sentence for people that says what to do;
 * `code` is for programs. Neither it nor `cause` ever holds a request path, because stream keys travel in it.
 */
export abstract class VMixError extends Error {
  abstract readonly code: string
  /**
   * Whether vMix may have received the request. `false` is certain: nothing left this machine. After `true` a command
   * may have been carried out although it failed here, and must not be sent again without reading the state first.
   */
  readonly mayHaveBeenSent: boolean

  constructor(message: string, options: VMixErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.mayHaveBeenSent = options.mayHaveBeenSent
  }
}

export interface VMixErrorOptions {
  readonly mayHaveBeenSent: boolean
  readonly cause?: unknown
}
