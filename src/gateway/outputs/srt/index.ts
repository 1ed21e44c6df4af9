import { DestinationOutput, withBackup } from '../destination/index.ts'
import type { Output } from '../output.ts'
import { srtOutputLimits, type SrtOutputOptions } from './options.ts'
import { SrtTransport } from './transport.ts'

export { findSrtCarriers, HOW_TO_INSTALL } from './carriers.ts'
export type { SrtCarrierOptions, SrtCarriers } from './carriers.ts'
export type { SrtBackup, SrtOutputLimits, SrtOutputOptions } from './options.ts'

/** A wrong passphrase is wrong: trying again changes nothing. One that was right may be while the receiver is set up anew. */
const PATIENCE = { refusals: 1, refusalsOnceLive: 5 }
/** A listener's port stays open: whoever calls can only be waited for. As long as a timer can be. */
const FOR_EVER_MS = 2 ** 31 - 1

/**
 * An output that sends by SRT; it begins to connect, or to listen, at once.
 *
 * @example
 * const carriers = await findSrtCarriers({}, clock)
 * feed.add(createSrtOutput({ outputId: 'studio', name: 'Studio', address: 'srt://192.168.1.100:9000', host: '192.168.1.100', port: 9000,
 *   mode: 'caller', latencyMs: 120, passphrase: null, keyLength: null, streamId: null, keyFingerprint: null, carriers, clock }))
 */
export function createSrtOutput(options: SrtOutputOptions): Output {
  const limits = srtOutputLimits(options.limits)
  const { backup, ...rest } = options
  return new DestinationOutput({
    ...rest,
    ...limits,
    ...(options.mode === 'listener' ? { idleMs: FOR_EVER_MS } : {}),
    patience: PATIENCE,
    transport: new SrtTransport(options, limits),
    ...withBackup(backup, (second) => new SrtTransport({ ...options, ...second }, limits)),
  })
}
