/**
 * - `line_too_long`: more bytes than the limit without a line's end
 * - `body_too_long`: an `XML` header announces more than the limit
 * - `bad_header`: an `XML` header without a length that could be one, or a second one before the first one's body
 * - `bad_body`: what stands at the announced length is no document's end
 */
export type TcpFramingErrorCode = 'line_too_long' | 'body_too_long' | 'bad_header' | 'bad_body'

/** Bytes that are not vMix's TCP protocol. Where the next message begins is not known any more: close the connection. */
export class TcpFramingError extends Error {
  override readonly name = 'TcpFramingError'
  readonly code: TcpFramingErrorCode

  constructor(code: TcpFramingErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
