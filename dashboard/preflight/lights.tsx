import { Icon } from '../frame/icon.tsx'
import type { PreflightLine } from '../state/preflight-report.ts'
import type { Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'

const tones: Readonly<Record<PreflightLine['light'], Tone>> = {
  green: 'good',
  yellow: 'warning',
  red: 'critical',
}

/** Good or not, as a word with its shape and colour. */
export function Verdict({ good, text }: { good: boolean; text: string }) {
  const tone = good ? 'good' : 'critical'
  return (
    <p class={`pill tone-${tone}`}>
      <Icon tone={tone} />
      {text}
    </p>
  )
}

/** What was looked at, line by line, with what to do. */
export function Lights({ lines }: { lines: readonly PreflightLine[] }) {
  return (
    <ul>
      {lines.map(({ about, light, message, action }) => (
        <li key={`${about} ${message}`} class={`edge-${tones[light]}`}>
          <p>
            <span class={`pill tone-${tones[light]}`}>
              <Icon tone={tones[light]} />
              {words.preflight.light[light]}
            </span>{' '}
            <strong>{about}</strong> {message}
          </p>
          {action !== '' && <p class="todo">{action}</p>}
        </li>
      ))}
    </ul>
  )
}
