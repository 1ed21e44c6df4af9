import { useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { StreamView } from '../../src/server/view/index.ts'
import {
  readOutcomes,
  readRecordingOutcome,
  startStream,
  type Outcome,
  type StartChoice,
  type StartWay,
} from '../api/streams.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Preflight } from '../preflight/preflight.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { Choose } from './choose.tsx'
import { Outcomes } from './outcomes.tsx'
import { PlanOf } from './plan-of.tsx'

export interface Ended {
  readonly rehearsed: boolean
  readonly success: boolean
  readonly message: string
  readonly destinations: readonly Outcome[]
  readonly recording: Outcome | null
}

/** Chooses destinations, shows what will be sent, and goes live with one press. */
export function GoLive({ stream, onClose }: { stream: StreamView; onClose: () => void }) {
  const { board, said } = usePage()
  const presets = board.all('preset')
  const usable = presets.filter(({ key }) => key !== 'missing')
  const choice = useSignal<StartChoice>({
    presets: usable.length === 1 ? usable.map(({ id }) => id) : [],
    record: null,
    replace: false,
  })
  // As it was when this was opened: the check itself has it on for a moment.
  const [wasOff] = useState(stream.live === false)
  const busy = useSignal<StartWay | null>(null)
  const ended = useSignal<Ended | null>(null)
  const name = words.stream(stream.channel)

  const mayRehearse = wasOff || stream.rehearsal
  const notYet = busy.value !== null || choice.value.presets.length === 0

  const go = async (way: 'live' | 'rehearse'): Promise<void> => {
    if (busy.value !== null || choice.value.presets.length === 0) return
    busy.value = way
    const names = choice.value.presets.map((id) => presets.find((one) => one.id === id)?.name ?? id)
    const answer = await startStream(stream.instance, stream.channel, choice.value, way)
    busy.value = null
    const message = answer.ok ? '' : answer.sentence
    const rehearsed = way === 'rehearse'
    ended.value = {
      rehearsed,
      success: answer.ok,
      message,
      destinations: readOutcomes(answer.body, names),
      recording: readRecordingOutcome(answer.body),
    }
    said.value = answer.ok ? `${name}: ${rehearsed ? words.rehearsal.done : words.goLive.done}` : message
  }

  return (
    <Dialog heading={words.goLive.heading(name)} onClose={onClose}>
      {ended.value === null ? (
        <form
          class="go-live"
          onSubmit={(event) => {
            event.preventDefault()
            void go('live')
          }}
        >
          <Choose stream={stream} presets={presets} choice={choice} />
          <PlanOf stream={stream} choice={choice.value} />
          {wasOff && <Preflight stream={stream} presets={choice.value.presets} />}
          {mayRehearse && (
            <p class="rehearse">
              <button type="button" aria-disabled={notYet} onClick={() => void go('rehearse')}>
                {busy.value === 'rehearse' ? words.rehearsal.going : words.rehearsal.press}
              </button>
              <span class="quiet">{words.rehearsal.hint}</span>
            </p>
          )}
          <button type="submit" class="main go" aria-disabled={notYet}>
            {pressText(busy.value === 'live', choice.value.presets.length)}
          </button>
        </form>
      ) : (
        <Outcomes ended={ended.value} onClose={onClose} onBack={() => (ended.value = null)} />
      )}
    </Dialog>
  )
}

function pressText(busy: boolean, count: number): string {
  if (busy) return words.goLive.going
  return count === 0 ? words.goLive.go : words.goLive.goTo(count)
}
