import type { OutputSpec } from '../control/messages.ts'
import type { NewEvent } from '../journal.ts'
import type { Output } from '../outputs/output.ts'
import type { ProgramChange } from './program.ts'

interface Recorded {
  readonly spec: OutputSpec
  readonly output: Output
}

type Mark = Pick<NewEvent, 'kind' | 'outputId' | 'name' | 'message' | 'code'>

/**
 * What a change of the source means for the recordings that run: each begins its next file with it, or it is said where
 * in the recording it was. Before the first packet of the new source.
 */
export function markRecordings(outputs: Iterable<Recorded>, { to }: ProgramChange, split: boolean): readonly Mark[] {
  const marks: Mark[] = []
  for (const { spec, output } of outputs) {
    const { state, file } = output.status()
    if (spec.kind !== 'file' || state !== 'live') continue
    if (split) {
      output.splitHere?.()
      continue
    }
    const seconds = Math.round((file?.durationMs ?? 0) / 100) / 10
    const what = to === 'main' ? 'the show' : `the ${to}`
    const message = `From ${seconds} s of the recording on: ${what}.`
    marks.push({ kind: 'recording.marked', outputId: spec.outputId, name: spec.name, message, code: to })
  }
  return marks
}
