import type { Role } from './permissions.ts'

/** Who a request is from. */
export interface Caller {
  readonly role: Role
  /** The token's name, or `local` for this machine while there is no token. It is the actor in the show log. */
  readonly name: string
  readonly by: 'local' | 'token' | 'session'
  /** Null for `local`. */
  readonly tokenId: string | null
  /** Of a browser that has signed in: its session; else null. */
  readonly sessionId: string | null
}
