import { useEffect } from 'preact/hooks'
import { Alarms } from '../alarms/alarms.tsx'
import { InstanceSection } from '../cards/instance-section.tsx'
import { Presets } from '../destinations/presets.tsx'
import { FirstRun } from '../firstrun/first-run.tsx'
import { Functions } from '../functions/functions.tsx'
import { Settings } from '../settings/settings.tsx'
import { Schedules } from '../schedules/schedules.tsx'
import { usePage } from '../state/page.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { words } from '../words.ts'
import { Banners } from './banners.tsx'
import { Said } from './said.tsx'
import { SignIn } from './sign-in.tsx'
import { TopBar } from './top-bar.tsx'

export function App() {
  const { session, line } = usePage()
  const signedOut = session.value === 'signedOut'
  const lost = line.value.connection === 'lost'
  return (
    <div class={lost ? 'room lost' : 'room'}>
      <a class="skip" href="#main" onClick={skip}>
        {words.skip}
      </a>
      <TopBar />
      <Banners />
      <main id="main" tabIndex={-1}>
        {signedOut ? <SignIn /> : <OpenPlace />}
      </main>
      <Said />
    </div>
  )
}

function OpenPlace() {
  const { place, board, line } = usePage()
  if (!board.filled.value)
    return <p class="quiet waiting">{line.value.connection === 'lost' ? '' : words.connection.waiting}</p>
  switch (place.value) {
    case 'timeline':
      return <Timeline />
    case 'destinations':
      return <Presets />
    case 'functions':
      return <Functions />
    case 'settings':
      return <Settings />
    case 'first-steps':
      return <FirstRun />
    default:
      return <Show />
  }
}

function Show() {
  const { board } = usePage()
  const instances = board.keys('instance').value
  const isFirstRun = board.get('server', 'server')?.firstRun === true
  // With the first vMix it is none any more: the steps go on in a place of their own.
  useEffect(() => {
    if (isFirstRun) location.replace('#/first-steps')
  }, [isFirstRun])
  if (isFirstRun) return null
  return (
    <>
      <Alarms />
      {instances.length === 0 && (
        <section class="panel">
          <h2>{words.instance.none}</h2>
          <p class="quiet">{words.instance.noneWhy}</p>
        </section>
      )}
      {instances.map((key) => (
        <InstanceSection key={key} instanceKey={key} />
      ))}
      <Schedules />
    </>
  )
}

/** The `#` is where the open part of the page stands: the link must not change it. */
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
