import type { HttpBindings } from '@hono/node-server'
import type { Caller } from '../auth/index.ts'

/** What every handler finds in its context. */
export interface AppEnv {
  readonly Bindings: HttpBindings
  readonly Variables: { caller: Caller }
}
