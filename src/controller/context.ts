import type { Clock } from '../clock/index.ts'
import type { GatewayControl } from '../gateway/index.ts'
import type { Fingerprinter, Redactor } from '../secrets/index.ts'
import type { VMixHttpClient } from '../vmix/index.ts'
import type { InstancePaths } from './paths.ts'
import type { ShowLock } from './show-lock/show-lock.ts'
import type { ShowLog } from './show-log/show-log.ts'
import type { VMixWatching } from './vmix-watching.ts'
import type { Waits } from './waits.ts'

/** What every operation on one vMix works with. */
export interface OperationContext {
  /** The vMix's stable name; its log and locks belong to it. */
  readonly instance: string
  readonly host: string
  readonly port: number
  /** Who operates, as the log shows it. */
  readonly actor: string
  readonly clock: Clock
  readonly vmix: VMixHttpClient
  /** Its live state, while somebody observes here. */
  readonly watching: VMixWatching
  readonly gateway: GatewayControl | null
  /** In which all of this vMix's folders are, and mostly its gateway's. */
  readonly dataFolder: string
  readonly paths: InstancePaths
  readonly showLock: ShowLock
  readonly waits: Waits
  readonly log: ShowLog
  /** Knows every key that was ever given to this controller; all that is recorded goes through it. */
  readonly redactor: Redactor
  readonly fingerprints: () => Promise<Fingerprinter>
}
