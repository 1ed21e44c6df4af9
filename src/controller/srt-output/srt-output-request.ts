import { functionInfo, type VMixState } from '../../vmix/index.ts'
import type { JsonObject } from '../../witness/index.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'

/** Which of vMix's outputs. @example { output: 1 } */
export interface SrtOutputRequest extends OperationOptions {
  /**
   * Counts from 1, as in vMix: 1 is "Output 1". (vMix's own functions count from 0; that is done here.) 1 to 4: vMix has
   * `SetOutput2` to `SetOutput4`, and the document captured of v29 has four outputs. Sure for Pro; of the smaller editions
   * nobody has shown one.
   */
  readonly output: number
}

export const srtOutputs: readonly number[] = [1, 2, 3, 4]

/** @throws OperationFailed `validation_error` */
export function checkOutput(output: unknown): number {
  if (typeof output === 'number' && srtOutputs.includes(output)) return output
  throw new OperationFailed('validation_error', 'Invalid output. Must be 1, 2, 3 or 4: it counts from 1, as in vMix.')
}

/** The output against the vMix that is there. @throws OperationFailed `unsupported`, `validation_error` */
export function checkOutputOf({ version, major, outputs }: VMixState, output: number): void {
  const since = functionInfo('StartSRTOutput')?.since ?? 0
  if (major > 0 && major < since) {
    const instead = 'The gateway sends SRT from any version: startSrtStream.'
    throw new OperationFailed('unsupported', `vMix ${version} cannot switch SRT; that came with ${since}. ${instead}`)
  }
  const numbers = outputs.filter(({ type }) => type === 'output').map(({ number }) => number)
  if (numbers.length === 0 || numbers.includes(output)) return
  const has = `this vMix shows ${numbers.length === 1 ? 'output' : 'outputs'} ${numbers.join(', ')}`
  throw new OperationFailed('validation_error', `There is no Output ${output}: ${has}. Nothing was sent.`)
}

/** Whether an output is sent by SRT; null where the document does not tell, as before v28. */
export function isSrtOn({ outputs }: VMixState, output: number): boolean | null {
  return outputs.find(({ type, number }) => type === 'output' && number === output)?.srt ?? null
}

/** What vMix's functions take: they count from 0, and a blank would mean Output 1 (vendor's help; sure). */
export function valueOf(output: number): string {
  return String(output - 1)
}

/** As a sentence names it. */
export function srtOf(output: number): string {
  return `SRT of vMix's Output ${output}`
}

/** As the log has it, like what is seen of others. What was given may be anything. */
export function outputParams(output: unknown): JsonObject {
  return { output: 'srt', number: typeof output === 'number' && Number.isSafeInteger(output) ? output : null }
}
