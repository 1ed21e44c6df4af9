import { usePage } from '../state/page.ts'
import { words } from '../words.ts'

/** Which streams are rehearsed: for every page, whoever has begun it. */
export function RehearsalBanner() {
  const { board } = usePage()
  const streams = board
    .all('stream')
    .filter(({ rehearsal }) => rehearsal)
    .map(({ instance, channel }) => {
      const name = board.get('instance', `instance:${instance}`)?.name ?? instance
      return `${name}, ${words.stream(channel)}`
    })
  if (streams.length === 0) return null
  return (
    <div class="banner banner-rehearsal">
      <p>
        <strong>{words.rehearsal.mark}</strong>
        <span>{words.rehearsal.banner(streams.join('; '))}</span>
      </p>
    </div>
  )
}
