import { systemClock } from '../clock/index.ts'
import { FileWitness } from './file-witness.ts'
import type { Witness, WitnessOptions } from './witness.ts'

/**
 * Opens an instance's log, beginning it (with `log_opened`) where there is none. What an interrupted write left at its end
 * is cut off and recorded; a gap that an earlier process left a mark of is recorded.
 *
 * @throws {WitnessError} unless `whenUnavailable` is `continue`
 * @example
 * await using witness = await openWitness({ folder, instance: 'studio', host: 'localhost', port: 8088, actor: 'anna' })
 * await witness.append({ eventType: 'operation_requested', operationId, params: { kind: 'start_stream', channel: 0 } })
 */
export async function openWitness(options: WitnessOptions): Promise<Witness> {
  const witness = new FileWitness({ ...options, clock: options.clock ?? systemClock })
  try {
    await witness.open()
  } catch (error) {
    if (options.whenUnavailable !== 'continue') {
      await witness[Symbol.asyncDispose]()
      throw error
    }
  }
  return witness
}
