import type { RecorderReport } from '../record/recorder.ts'
import type { ClientReport } from './client-list.ts'

/** How a proxy stands; what its page and `status.json` show. Holds no secret and no parameter of a call. */
export interface ProxyReport {
  readonly vmix: {
    readonly host: string
    readonly httpPort: number
    readonly tcpPort: number
    /** As it calls itself; empty where it was never reached. */
    readonly version: string
    /** Why it does not answer; null while it does. */
    readonly httpAway: string | null
    readonly tcpAway: string | null
    /** How often its state and the like were read, for all clients together. */
    readonly reads: number
  }
  readonly recording: RecorderReport & {
    /** Starts are refused while nothing can be recorded. */
    readonly strict: boolean
    readonly folder: string
    /** What keeps the proxy from seeing what is switched in vMix itself; null when nothing does. */
    readonly observing: string | null
  }
  readonly lock: boolean
  readonly rules: number
  /** A password is asked for on HTTP. */
  readonly password: boolean
  /** ISO time. */
  readonly since: string
  readonly clients: readonly ClientReport[]
}
