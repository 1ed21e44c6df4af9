import { type Clock, systemClock } from '../../clock/index.ts'
import type { LinkOptions } from './link.ts'

/** Where vMix's TCP API is, and how long to wait for it. */
export interface VMixTcpOptions {
  readonly host: string
  /** 8099 in vMix, which cannot be changed there; another behind a port forwarding. */
  readonly port?: number | undefined
  /** For connecting and the greeting together, ms; 3000 unless given. */
  readonly connectTimeoutMs?: number | undefined
  /** After so long without a byte from vMix a `PING` asks for a sign of life, ms; 5000 unless given. */
  readonly keepAliveMs?: number | undefined
  /** How long its answer may take before the connection counts as lost, ms; 3000 unless given. */
  readonly keepAliveTimeoutMs?: number | undefined
  /** Longest state document read; 16 MiB unless given. */
  readonly maxBodyBytes?: number | undefined
  readonly clock?: Clock | undefined
}

/** @throws {RangeError} for a port that cannot be one, times that are not above 0, and limits that are none */
export function linkOptions(options: VMixTcpOptions, maxQueued: number): LinkOptions {
  const { host, port = 8099, connectTimeoutMs = 3000, keepAliveMs = 5000, keepAliveTimeoutMs = 3000 } = options
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`${port} is no TCP port (1 to 65535).`)
  for (const ms of [connectTimeoutMs, keepAliveMs, keepAliveTimeoutMs]) {
    if (!(ms > 0)) throw new RangeError('Times are milliseconds above 0.')
  }
  if (options.maxBodyBytes !== undefined && !(options.maxBodyBytes > 0)) {
    throw new RangeError('The longest state document has more than 0 bytes.')
  }
  return {
    target: { host, port, timeoutMs: connectTimeoutMs },
    clock: options.clock ?? systemClock,
    limits: { maxBodyBytes: options.maxBodyBytes },
    maxQueued,
    keepAliveMs,
    keepAliveTimeoutMs,
  }
}
