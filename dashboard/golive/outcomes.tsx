import { useEffect, useRef } from 'preact/hooks'
import type { Outcome } from '../api/streams.ts'
import { Icon } from '../frame/icon.tsx'
import { words } from '../words.ts'
import type { Ended } from './go-live.tsx'

/** How it ended, destination by destination. */
export function Outcomes({ ended, onClose, onBack }: { ended: Ended; onClose: () => void; onBack: () => void }) {
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const { success, message, destinations, recording, rehearsed } = ended
  const said = rehearsed ? words.rehearsal : words.goLive
  return (
    <div class="outcomes">
      <p class={`outcome tone-${success ? 'good' : 'critical'}`}>
        <Icon tone={success ? 'good' : 'critical'} />
        <strong>{success ? said.done : said.failed}</strong>
      </p>
      {message !== '' && !destinations.some((one) => one.message === message) && <p>{message}</p>}
      <ul>
        {destinations.map((one, at) => (
          <Line key={at} outcome={one} />
        ))}
        {recording !== null && <Line outcome={{ ...recording, name: words.goLive.recording }} />}
      </ul>
      <div class="presses">
        {!success && (
          <button type="button" onClick={onBack}>
            {words.goLive.back}
          </button>
        )}
        <button type="button" class="main" ref={close} onClick={onClose}>
          {words.close}
        </button>
      </div>
    </div>
  )
}

function Line({ outcome: { name, success, message } }: { outcome: Outcome }) {
  const tone = success ? 'good' : 'critical'
  return (
    <li class={`edge-${tone}`}>
      <p>
        <strong>{name}</strong>{' '}
        <span class={`pill tone-${tone}`}>
          <Icon tone={tone} />
          {success ? words.goLive.ok : words.goLive.bad}
        </span>
      </p>
      <p class="quiet">{message}</p>
    </li>
  )
}
