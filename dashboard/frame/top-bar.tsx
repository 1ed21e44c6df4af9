import { signOut } from '../api/session.ts'
import { usePage } from '../state/page.ts'
import { places } from '../state/place.ts'
import { words } from '../words.ts'

export function TopBar() {
  const { place, session, board } = usePage()
  const signedOut = session.value === 'signedOut'
  const firing = board
    .all('alert')
    .filter(({ state, acknowledged }) => state === 'firing' && acknowledged === null).length
  return (
    <header class="top">
      <h1>{words.title}</h1>
      {!signedOut && (
        <nav aria-label={words.navigation}>
          {places.map((one) => (
            <a key={one} href={`#/${one}`} aria-current={place.value === one ? 'page' : undefined}>
              {words.places[one]}
              {one === 'show' && firing > 0 && (
                <span class="count">
                  <span aria-hidden="true">{firing}</span>
                  <span class="unseen"> {words.alarms.count(firing)}</span>
                </span>
              )}
            </a>
          ))}
        </nav>
      )}
      <ConnectionMark />
      {!signedOut && <WhoAmI />}
    </header>
  )
}

function ConnectionMark() {
  const { connection } = usePage().line.value
  if (connection === 'refused') return null
  return <p class={`mark mark-${connection}`}>{words.connection[connection]}</p>
}

function WhoAmI() {
  const { session, board } = usePage()
  const who = session.value
  if (who === null || who === 'signedOut' || board.get('server', 'server')?.needsToken !== true) return null
  return (
    <p class="who">
      <span>{words.signedInAs(who.name, who.role)}</span>
      <button type="button" class="plain" onClick={() => void signOut().then(() => location.reload())}>
        {words.signOut}
      </button>
    </p>
  )
}
