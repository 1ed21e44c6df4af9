import { useSignal } from '@preact/signals'
import { apiUrl } from '../api/call.ts'
import { exportPath, verifyLog } from '../api/room.ts'
import { Icon } from '../frame/icon.tsx'
import { isRecord } from '../state/entities.ts'
import { words } from '../words.ts'

const formats = ['html', 'csv', 'json'] as const

/** Checks the log, and gives it away. */
export function LogActions({ instance }: { instance: string }) {
  const busy = useSignal(false)
  const verdict = useSignal<{ readonly good: boolean; readonly sentence: string } | null>(null)
  const verify = async (): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer = await verifyLog(instance)
    busy.value = false
    verdict.value = answer.ok ? readVerdict(answer.body) : { good: false, sentence: answer.sentence }
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
      <p class="verified" role="status">
        {verdict.value !== null && (
          <>
            <span class={`pill tone-${verdict.value.good ? 'good' : 'critical'}`}>
              <Icon tone={verdict.value.good ? 'good' : 'critical'} />
              {verdict.value.good ? words.timeline.unbroken : words.timeline.broken}
            </span>{' '}
            {verdict.value.sentence}
          </>
        )}
      </p>
    </>
  )
}

/** Unbroken only where the server says so in so many words. */
function readVerdict(body: unknown): { good: boolean; sentence: string } {
  if (!isRecord(body)) return { good: false, sentence: '' }
  const good = body['valid'] === true || body['ok'] === true || body['verified'] === true
  const sentence = ['message', 'summary', 'detail'].map((name) => body[name]).find((text) => typeof text === 'string')
  return { good, sentence: typeof sentence === 'string' ? sentence : '' }
}
