import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { findVMix, type Found, type Search } from '../api/instances.ts'
import { Lights, Verdict } from '../preflight/lights.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { usualPlace, type Draft } from './draft.ts'
import { PlaceForm } from './place-form.tsx'

const said = words.instances

/** vMix that answer, as presses; an address to fill in; and what was found at the one that was chosen. */
export function FindVMix({ draft }: { draft: Draft }) {
  const { tested, problem } = draft
  return (
    <div class="find">
      <Searching draft={draft} />
      <PlaceForm draft={draft} />
      <div class="preflight">
        {problem.value !== '' && <p class="wrong">{problem.value}</p>}
        {tested.value !== null && (
          <>
            <Verdict good={tested.value.usable} text={tested.value.usable ? said.good : said.bad} />
            <Lights lines={tested.value.lines} />
          </>
        )}
      </div>
    </div>
  )
}

/** This machine is looked at by itself; the network only when somebody asks for it. */
function Searching({ draft }: { draft: Draft }) {
  const page = usePage()
  const search = useSignal<Search | null>(null)
  const busy = useSignal(false)
  const problem = useSignal('')
  const look = async (networks: boolean): Promise<void> => {
    if (busy.value) return
    busy.value = true
    const answer = await findVMix(networks)
    busy.value = false
    problem.value = typeof answer === 'string' ? answer : ''
    search.value = typeof answer === 'string' ? search.value : answer
    if (networks) page.said.value = problem.value === '' ? noneText(search.value) : problem.value
  }
  useEffect(() => void look(false), [])
  const found = search.value?.found ?? []
  return (
    <>
      {busy.value && found.length === 0 && <p class="quiet">{said.looking}</p>}
      <ul class="found">
        {found.map((one) => (
          <li key={`${one.host}:${one.port}`}>
            <button type="button" aria-disabled={one.known} onClick={() => choose(one, draft)}>
              <span>{said.found(one.version, one.edition)}</span>
              <span class="quiet">{one.known ? said.known : placeText(one)}</span>
            </button>
          </li>
        ))}
      </ul>
      {!busy.value && found.length === 0 && <p>{noneText(search.value)}</p>}
      {search.value?.complete === false && <p class="wrong">{said.incomplete}</p>}
      {problem.value !== '' && <p class="wrong">{problem.value}</p>}
      <div class="presses">
        <button type="button" aria-disabled={busy.value} onClick={() => void look(false)}>
          {said.again}
        </button>
        <button type="button" aria-disabled={busy.value} onClick={() => void look(true)}>
          {said.network}
        </button>
        <span class="quiet">{said.networkWhy}</span>
      </div>
    </>
  )
}

function choose({ host, port, known }: Found, draft: Draft): void {
  if (!known) void draft.test({ ...usualPlace, host, port })
}

function noneText(search: Search | null): string {
  if (search === null) return ''
  const { found, searched } = search
  const where = searched.length === 0 ? '' : said.searched(searched.join(', '))
  if (found.length > 0) return where
  return searched.length === 0 ? said.noneHere : `${said.noneHere} ${said.noneThere} ${where}`
}

function placeText({ host, port }: Found): string {
  return host === '127.0.0.1' ? said.here(port) : said.at(host, port)
}
