import type { Secret } from '../../../secrets/index.ts'

/** How a stream is sent by SRT; checked before it comes here. */
export interface SrtSettings {
  readonly mode: 'caller' | 'listener'
  /** Name or address; an IPv6 one without brackets. Empty for a listener on all addresses. */
  readonly host: string
  readonly port: number
  readonly latencyMs: number
  readonly passphrase: Secret | null
  /** Bytes of the AES key; null: what libsrt takes by itself (16), or the listener says. */
  readonly keyLength: 16 | 24 | 32 | null
  readonly streamId: string | null
}
