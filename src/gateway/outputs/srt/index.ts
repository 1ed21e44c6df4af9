import type { Output } from '../output.ts'
import type { SrtOutputOptions } from './options.ts'
import { SrtOutput } from './output.ts'

export { findSrtCarriers, HOW_TO_INSTALL } from './carriers.ts'
export type { SrtCarrierOptions, SrtCarriers } from './carriers.ts'
export type { SrtOutputLimits, SrtOutputOptions } from './options.ts'

/**
 * An output that sends by SRT; it begins to connect, or to listen, at once.
 *
 * @example
 * const carriers = await findSrtCarriers({}, clock)
 * feed.add(createSrtOutput({ outputId: 'studio', name: 'Studio', address: 'srt://192.168.1.100:9000', host: '192.168.1.100', port: 9000,
 *   mode: 'caller', latencyMs: 120, passphrase: null, keyLength: null, streamId: null, keyFingerprint: null, carriers, clock }))
 */
export function createSrtOutput(options: SrtOutputOptions): Output {
  return new SrtOutput(options)
}
