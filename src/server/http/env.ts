import type { HttpBindings } from '@hono/node-server'
import type { Caller, Gatekeeper } from '../auth/index.ts'

/** What every handler finds in its context; `caller` only where the route needs somebody. */
export interface AppEnv {
  readonly Bindings: HttpBindings
  readonly Variables: { caller: Caller; gatekeeper: Gatekeeper }
}
