import { useSignal } from '@preact/signals'
import { runPreflight } from '../api/streams.ts'
import { InstanceChoice, useInstanceChoice } from '../frame/instance-choice.tsx'
import { Lights } from '../preflight/lights.tsx'
import { usePage } from '../state/page.ts'
import { readPreflight, type PreflightLine } from '../state/preflight-report.ts'
import { words } from '../words.ts'

const said = words.firstRun
/** What of a preflight is about the stream itself. */
const aboutStream = new Set(['vmix', 'stream', 'sound'])

/** Where it is set in vMix, and whether it is: seen by its stream, which is sent to nobody. */
export function CustomRtmp({ onArrived }: { onArrived: () => void }) {
  const page = usePage()
  const chosen = useInstanceChoice()
  const busy = useSignal(false)
  const problem = useSignal('')
  const lines = useSignal<readonly PreflightLine[]>([])
  const instance = page.board.get('instance', `instance:${chosen.value}`)
  if (instance === null) return <p>{said.needsVMix}</p>
  const test = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    lines.value = []
    const answer = await runPreflight(instance.id, 0, [])
    busy.value = false
    problem.value = answer.ok ? '' : answer.sentence
    lines.value = readPreflight(answer.body).lines.filter(({ check }) => aboutStream.has(check))
    const stream = lines.value.find(({ check }) => check === 'stream')
    page.said.value = answer.ok ? (stream?.message ?? '') : answer.sentence
    // Yellow is also what could not be tried.
    if (answer.ok && stream?.light === 'green') onArrived()
  }
  return (
    <>
      <p>{said.customWhy}</p>
      <Picture />
      {page.board.keys('instance').value.length > 1 && (
        <InstanceChoice chosen={chosen} label={words.timeline.instance} />
      )}
      {instance.gatewayProblem !== null && <p class="quiet">{instance.gatewayProblem}</p>}
      <div class="presses">
        <button type="button" class="main" aria-disabled={busy.value} onClick={() => void test()}>
          {busy.value ? said.testingStream : said.testStream}
          <span class="unseen"> {said.testOf(words.stream(0), instance.name)}</span>
        </button>
        <span class="quiet">{said.testWhy}</span>
      </div>
      <div class="preflight">
        {problem.value !== '' && <p class="wrong">{problem.value}</p>}
        <Lights lines={lines.value} />
      </div>
    </>
  )
}

/** vMix's window, drawn in outline: where the choice is that everything hangs on. */
function Picture() {
  const { picture } = said
  const rows = [
    [picture.destination, picture.custom, true],
    [picture.url, picture.ours, false],
    [picture.key, picture.ours, false],
  ] as const
  return (
    <figure>
      <div class="window" aria-hidden="true">
        <p class="title">{picture.window}</p>
        {rows.map(([name, value, chosen]) => (
          <p key={name} class={chosen ? 'row chosen' : 'row'}>
            <span>{name}</span>
            <span class="box">{value}</span>
            {chosen && <strong>← {picture.choose}</strong>}
          </p>
        ))}
      </div>
      <figcaption>{picture.label}</figcaption>
    </figure>
  )
}
