import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Alerts } from '../../alerts/index.ts'
import type { Clock } from '../../clock/index.ts'
import type { Gatekeeper } from '../auth/index.ts'
import type { EventHub } from '../events/index.ts'
import type { FigureHistory } from '../history/index.ts'
import type { KeptAnswers } from '../http/idempotency.ts'
import type { AppEnv } from '../http/env.ts'
import type { Instances } from '../instances/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Plan } from '../plan/index.ts'
import type { ControlRoom } from '../room/index.ts'
import type { Lookup, Network } from '../search/index.ts'

/** What the routes are built on. */
export interface ApiParts {
  readonly room: ControlRoom
  readonly events: EventHub
  readonly history: FigureHistory
  readonly gatekeeper: Gatekeeper
  readonly answers: KeptAnswers
  readonly metrics: Metrics
  readonly clock: Clock
  readonly version: string
  /** Notes that somebody has seen an alarm. @returns whether there is such a one */
  readonly acknowledge: (alertId: string, by: string) => Promise<boolean>
  /** Who is told of alarms, and when nobody is; null: there are no alarms. */
  readonly alerts: Alerts | null
  /** Where the log of what concerns no vMix is. */
  readonly serverLogFolder: string
  /** What is done at a time; null: nothing can be planned. */
  readonly plan: Plan | null
  /** The vMix that the configuration names, to be changed. */
  readonly instances: Instances
  /** The private networks of this machine, for whoever lets them be searched. */
  readonly networks: () => readonly Network[]
  /** How names become addresses. */
  readonly look: Lookup
}

export type App = OpenAPIHono<AppEnv>
