import { useSignal } from '@preact/signals'
import { apiUrl } from '../api/call.ts'
import { exportPath, verifyLog } from '../api/room.ts'
import { Icon } from '../frame/icon.tsx'
import { readVerdict, type Verdict } from '../state/log-verdict.ts'
import { words } from '../words.ts'

const formats = ['html', 'csv', 'json'] as const

/** Checks the log, and gives it away. */
export function LogActions({ instance }: { instance: string }) {
  const busy = useSignal(false)
  const verdict = useSignal<Verdict | null>(null)
  const problem = useSignal('')
  const verify = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer = await verifyLog(instance)
    busy.value = false
    verdict.value = answer.ok ? readVerdict(answer.body) : null
    problem.value = answer.ok ? '' : answer.sentence
  }
  return (
    <>
      <button type="button" aria-disabled={busy.value} onClick={() => void verify()}>
        {busy.value ? words.timeline.verifying : words.timeline.verify}
      </button>
      <span class="exports" role="group" aria-label={words.timeline.export}>
        <span class="quiet">{words.timeline.export}</span>
        {formats.map((format) => (
          <a key={format} class="button" href={apiUrl(exportPath(instance, format))} download>
            {format.toUpperCase()}
            <span class="unseen"> {words.timeline.export}</span>
          </a>
        ))}
      </span>
      <div class="verified" role="status">
        {verdict.value !== null && <Said verdict={verdict.value} />}
        {problem.value !== '' && <p class="wrong">{problem.value}</p>}
      </div>
    </>
  )
}

function Said({ verdict: { valid, sentence, proved, notProved } }: { verdict: Verdict }) {
  return (
    <>
      <p>
        <span class={`pill tone-${valid ? 'good' : 'critical'}`}>
          <Icon tone={valid ? 'good' : 'critical'} />
          {valid ? words.timeline.unbroken : words.timeline.broken}
        </span>{' '}
        {sentence}
      </p>
      {proved.map((line) => (
        <p key={line} class="quiet">
          {words.timeline.proved}: {line}
        </p>
      ))}
      {notProved.map((line) => (
        <p key={line} class="quiet">
          {words.timeline.notProved}: {line}
        </p>
      ))}
    </>
  )
}
