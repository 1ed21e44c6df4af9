import { useSignal, type Signal } from '@preact/signals'
import { probeVMix, type Place } from '../api/instances.ts'
import { usePage } from '../state/page.ts'
import { readPreflight, type PreflightLine } from '../state/preflight-report.ts'
import { isRecord } from '../state/entities.ts'
import { words } from '../words.ts'

/** What was found of a vMix that somebody wants to add. */
interface Tested {
  readonly place: Place
  readonly usable: boolean
  readonly lines: readonly PreflightLine[]
}

/** A vMix on its way into the configuration. */
export interface Draft {
  /** Null: none was tested yet. */
  readonly tested: Signal<Tested | null>
  readonly busy: Signal<boolean>
  /** Why it could not be tested; empty: it could. */
  readonly problem: Signal<string>
  readonly test: (place: Place) => Promise<void>
}

export const usualPlace: Place = { host: '', port: 8088, tcpPort: 8099, username: '', password: '' }

export function useDraft(): Draft {
  const { said } = usePage()
  const tested = useSignal<Tested | null>(null)
  const busy = useSignal(false)
  const problem = useSignal('')
  const test = async (place: Place): Promise<void> => {
    if (busy.value) return
    busy.value = true
    tested.value = null
    problem.value = ''
    const answer = await probeVMix(place)
    busy.value = false
    if (!answer.ok) {
      problem.value = answer.sentence
      said.value = answer.sentence
      return
    }
    const usable = isRecord(answer.body) && answer.body['usable'] === true
    tested.value = { place, usable, lines: readPreflight(answer.body).lines }
    said.value = usable ? words.instances.good : words.instances.bad
  }
  return { tested, busy, problem, test }
}
