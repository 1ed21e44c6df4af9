import { useSignal } from '@preact/signals'
import { runPreflight } from '../api/streams.ts'
import type { StreamView } from '../../src/server/view/index.ts'
import { usePage } from '../state/page.ts'
import { readPreflight, type PreflightReport } from '../state/preflight-report.ts'
import { words } from '../words.ts'
import { Lights, Verdict } from './lights.tsx'

/** Looks at everything that a show needs, before it: the stream is tried to nobody. Only while the stream is off. */
export function Preflight({ stream, presets }: { stream: StreamView; presets: readonly string[] }) {
  const { said } = usePage()
  const busy = useSignal(false)
  const problem = useSignal('')
  const report = useSignal<PreflightReport | null>(null)
  const check = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    report.value = null
    problem.value = ''
    const answer = await runPreflight(stream.instance, stream.channel, presets)
    busy.value = false
    if (answer.ok) report.value = readPreflight(answer.body)
    else problem.value = answer.sentence
    said.value = report.value === null ? problem.value : verdictOf(report.value)
  }
  return (
    <section class="preflight">
      <div class="presses">
        <button type="button" aria-disabled={busy.value} onClick={() => void check()}>
          {busy.value ? words.preflight.checking : words.preflight.press}
        </button>
        <span class="quiet">{words.preflight.why}</span>
      </div>
      {problem.value !== '' && <p class="wrong">{problem.value}</p>}
      {report.value !== null && <Report report={report.value} />}
    </section>
  )
}

function Report({ report }: { report: PreflightReport }) {
  return (
    <>
      <Verdict good={report.ready} text={verdictOf(report)} />
      <Lights lines={report.lines} />
    </>
  )
}

function verdictOf({ ready }: PreflightReport): string {
  return ready ? words.preflight.ready : words.preflight.notReady
}
