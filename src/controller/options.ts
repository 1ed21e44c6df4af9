import { hostname, userInfo } from 'node:os'
import { type Clock, systemClock } from '../clock/index.ts'
import type { GatewayControl } from '../gateway/index.ts'
import type { Secret } from '../secrets/index.ts'
import type { VMixDocument } from '../vmix/index.ts'
import { defaultDataFolder, defaultInstance, instanceName } from './paths.ts'
import type { Waits } from './waits.ts'

/**
 * Which vMix, which gateway, and where the log is kept. All may be left away: then it is the vMix on this machine.
 *
 * @example { host: '192.168.1.20', gateway, dataFolder: 'show', instance: 'studio' }
 */
export interface ControllerOptions {
  /** vMix's machine; default `localhost`. */
  readonly host?: string
  /** Port of its Web Controller; default 8088. */
  readonly port?: number
  /**
   * Port of vMix's TCP API, by which the one who observes is told of changes at once; default 8099, which cannot be changed
   * in vMix. Null: it is never asked. Where it is closed the state is polled instead.
   */
  readonly tcpPort?: number | null
  /** For a Web Controller with a password. */
  readonly username?: string
  readonly password?: Secret
  /** A gateway, embedded or in a process of its own. Without one vMix sends directly, and nothing is measured. */
  readonly gateway?: GatewayControl | null
  /** The vMix's own stable name, to which its log belongs; default made of host and port. Letters, digits, `. _ -`. */
  readonly instance?: string
  /** Where log, locks and recordings are kept; default `VMIXCTL_DATA`, else the system's place for application data. */
  readonly dataFolder?: string
  /** Who operates, as the log shows it; default user and machine. */
  readonly actor?: string
  readonly waits?: Partial<Waits>
  /** For one exchange with vMix, ms; default 5000. */
  readonly requestTimeoutMs?: number
  /** For whoever reads this vMix's state for others already: the one who observes here has it from there. See `VMixWatchOptions`. */
  readonly readDocument?: () => Promise<VMixDocument>
  readonly clock?: Clock
}

/** What every controller has, whether it was given or not. */
interface ControllerSettings {
  readonly host: string
  readonly port: number
  readonly tcpPort: number | null
  readonly instance: string
  readonly dataFolder: string
  readonly actor: string
  readonly clock: Clock
}

/** @throws TypeError for options that cannot be right */
export function controllerSettings(options: ControllerOptions): ControllerSettings {
  const { host = 'localhost', port = 8088, tcpPort = 8099 } = options
  if (host.trim() === '') throw new TypeError('Invalid host. Give a name or an address, such as localhost.')
  if (!isPort(port)) throw new TypeError('Invalid port. Must be 1 to 65535.')
  if (tcpPort !== null && !isPort(tcpPort)) {
    throw new TypeError('Invalid TCP port. Must be 1 to 65535, or null for none.')
  }
  const instance = options.instance ?? defaultInstance(host, port)
  if (!instanceName.test(instance)) {
    throw new TypeError('Invalid instance name. Use up to 64 lower-case letters, digits and . _ - in between.')
  }
  return {
    host,
    port,
    tcpPort,
    instance,
    dataFolder: options.dataFolder ?? defaultDataFolder(),
    actor: options.actor ?? defaultActor(),
    clock: options.clock ?? systemClock,
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
}

function defaultActor(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    // A user without an entry in the system's list, as in some containers.
    return `uid-${process.getuid?.() ?? 'unknown'}@${hostname()}`
  }
}
