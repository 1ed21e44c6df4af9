import { type Clock, systemClock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import type { Moving } from './same.ts'

/** A state document as vMix sent it, and by which of its ports. */
export interface VMixDocument {
  readonly xml: string
  readonly via: 'http' | 'tcp'
}

/** Which vMix to watch, how often to read it, and what counts as a change. Times are ms. */
export interface VMixWatchOptions {
  readonly host: string
  /** Port of vMix's Web Controller; 8088 unless given. */
  readonly port?: number | undefined
  /** Port of vMix's TCP API; 8099 unless given. Null: it is not asked, and everything is seen by polling. */
  readonly tcpPort?: number | null | undefined
  /** For a Web Controller with a password. */
  readonly username?: string | undefined
  readonly password?: Secret | undefined
  /**
   * `web`: the state is read by the Web Controller alone. Unless given, the TCP API is asked where that is of no use. For
   * whoever must be sure that the state is of the vMix to which the calls go, whatever stands behind the TCP port.
   */
  readonly readFrom?: 'web' | 'any' | undefined
  /**
   * Reads the state instead of the watcher, for whoever reads it for others already: asked of vMix after this is called, or
   * it would confirm by what was before. Rejects with a `VMixError`.
   */
  readonly readDocument?: (() => Promise<VMixDocument>) | undefined
  /** Between state reads where vMix's events do not come, ms; 1000 unless given. */
  readonly pollMs?: number | undefined
  /** Between state reads while they come, for what vMix sends no event of, ms; 2000 unless given. */
  readonly slowPollMs?: number | undefined
  /**
   * From the beginning of one read to the next in the long run, however many events come, ms; 50 unless given. Up to
   * eight may follow each other at a fifth of it, so that what happens now and then is seen at once.
   */
  readonly minGapMs?: number | undefined
  /** For one state read, ms; 5000 unless given. */
  readonly timeoutMs?: number | undefined
  /** What else counts as a change: meter values, positions and running times. Then the state is polled at `pollMs` in any case. */
  readonly include?: readonly Moving[] | undefined
  /** How many events wait for a slow iterating listener; 4096 unless given. The following ones are dropped and counted. */
  readonly queueLimit?: number | undefined
  readonly clock?: Clock | undefined
}

export interface WatchSettings {
  readonly host: string
  readonly port: number
  readonly tcpPort: number | null
  readonly username: string | undefined
  readonly password: Secret | undefined
  readonly readFrom: 'web' | 'any'
  readonly readDocument: (() => Promise<VMixDocument>) | undefined
  readonly pollMs: number
  readonly slowPollMs: number
  readonly minGapMs: number
  readonly timeoutMs: number
  readonly include: readonly Moving[]
  readonly queueLimit: number
  readonly clock: Clock
}

/** @throws {RangeError} for ports, times and limits that cannot be any */
export function watchSettings(options: VMixWatchOptions): WatchSettings {
  const settings: WatchSettings = {
    host: options.host,
    port: options.port ?? 8088,
    tcpPort: options.tcpPort === undefined ? 8099 : options.tcpPort,
    username: options.username,
    password: options.password,
    readFrom: options.readFrom ?? 'any',
    readDocument: options.readDocument,
    pollMs: options.pollMs ?? 1000,
    slowPollMs: options.slowPollMs ?? Math.max(2000, options.pollMs ?? 0),
    minGapMs: options.minGapMs ?? 50,
    timeoutMs: options.timeoutMs ?? 5000,
    include: options.include ?? [],
    queueLimit: options.queueLimit ?? 4096,
    clock: options.clock ?? systemClock,
  }
  for (const port of [settings.port, settings.tcpPort]) {
    if (port !== null && (!Number.isInteger(port) || port < 1 || port > 65_535)) {
      throw new RangeError(`${port} is no port (1 to 65535).`)
    }
  }
  for (const ms of [settings.pollMs, settings.slowPollMs, settings.minGapMs, settings.timeoutMs]) {
    if (!(ms >= 1)) throw new RangeError('Times are milliseconds, 1 at least.')
  }
  if (!(settings.queueLimit >= 1)) throw new RangeError('A queue has room for 1 event at least.')
  return settings
}
