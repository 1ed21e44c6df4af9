import type { VMixConnectionError } from '../errors/connection-error.ts'

/** How a TCP connection stands. It is `up` only after vMix has greeted, never by a bare connect. */
export type VMixTcpState =
  /** From the beginning until the first greeting or failure. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up'; readonly version: string }
  /** It is tried again and again; `error` is why the last try failed. */
  | { readonly kind: 'down'; readonly error: VMixConnectionError }
  | { readonly kind: 'closed' }
