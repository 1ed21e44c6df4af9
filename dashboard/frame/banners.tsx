import { agoText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'
import { RehearsalBanner } from './rehearsal-banner.tsx'
import { holds, isOfAll, windowText } from '../state/maintenance.ts'

/** What goes for the whole page, above everything else. */
export function Banners() {
  const { board, line, clock } = usePage()
  const { connection, lastHeard } = line.value
  // Read for its ticking: the server's clock is no measure here, nobody sets it while nobody is heard.
  const ticking = clock.now.value > 0
  const ago = ticking && connection === 'lost' ? agoText((Date.now() - lastHeard) / 1000) : ''
  return (
    <aside aria-label={words.banners}>
      {connection === 'lost' && (
        <div class="banner banner-lost" role="alert">
          <Icon tone="critical" />
          <p>
            <strong>{words.connection.lostBanner}</strong>
            {/* The seconds count on the screen alone: a reader would say each of them. */}
            <span aria-hidden="true">{words.connection.lostFor(ago)}</span>
          </p>
        </div>
      )}
      <Maintenance />
      {board.get('server', 'server')?.simulated === true && (
        <div class="banner banner-simulated">
          <p>
            <strong>{words.simulated}</strong>
            <span>{words.simulatedWhy}</span>
          </p>
        </div>
      )}
      <RehearsalBanner />
    </aside>
  )
}

/** One banner, however many there are: it stands above everything on a phone too. */
function Maintenance() {
  const { board, clock } = usePage()
  const said = words.settings.maintenance
  const holding = board.all('maintenance').filter((window) => holds(window, clock.now.value))
  const first = holding.find(isOfAll) ?? holding[0]
  if (first === undefined) return null
  return (
    <div class="banner banner-maintenance">
      <p>
        <strong>{isOfAll(first) ? said.banner : said.bannerOfSome}</strong>
        <span>
          {first.reason}
          <span class="more"> ({windowText(first)})</span>
          {holding.length > 1 && ` ${said.more(holding.length - 1)}`}
        </span>
      </p>
    </div>
  )
}
