import { useId } from 'preact/hooks'
import type { InstanceView, StreamView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { DirectPanel } from '../resume/direct-panel.tsx'
import { usePage } from '../state/page.ts'
import { isOld, streamState } from '../state/stream-state.ts'
import { words } from '../words.ts'
import { Actions } from './actions.tsx'
import { Destinations } from './destinations.tsx'
import { Figures } from './figures.tsx'
import { Graph } from './graph.tsx'
import { Health } from './health.tsx'
import { Preview } from './preview.tsx'

/** One stream: what it does, how well, to whom, and what can be done. */
export function StreamCard({ streamKey, instance }: { streamKey: string; instance: InstanceView }) {
  const { board } = usePage()
  const id = useId()
  const stream = board.get('stream', streamKey)
  if (stream === null) return null
  const { live, shouldBeLive } = stream
  const on = live === true || shouldBeLive === true || stream.destinations.length > 0
  return (
    <article class={on ? 'card' : 'card card-off'} aria-labelledby={id}>
      <StateBlock stream={stream} instance={instance} id={id} />
      <DirectPanel stream={stream} />
      {on && (
        <>
          {stream.preview && <Preview stream={stream} />}
          <Figures stream={stream} />
          <Health health={stream.health} ageMs={stream.figures.ageMs} entity={stream} />
          <Destinations stream={stream} instance={instance} />
          {stream.health.source === 'gateway' && <Graph streamKey={streamKey} name={words.stream(stream.channel)} />}
        </>
      )}
      <Actions stream={stream} instance={instance} />
    </article>
  )
}

/** The word that is read from across the room. */
function StateBlock({ stream, instance, id }: { stream: StreamView; instance: InstanceView; id: string }) {
  const { line } = usePage()
  const { word, tone } = streamState(stream)
  // Also while the page itself hears nothing: nobody knows what is on now.
  const old = isOld(instance) || line.value.connection === 'lost'
  const said = words.state[word]
  return (
    <header class={`state state-${tone}`} data-state={word}>
      <h3 id={id}>
        {words.stream(stream.channel)}
        <span class="unseen">, {instance.name}</span>
        {stream.rehearsal && <strong class="rehearsal">{words.rehearsal.mark}</strong>}
      </h3>
      <p class="word">
        <Icon tone={tone} />
        <span>{old ? words.lastKnown(said) : said}</span>
      </p>
      <p class="why">{whyOf(stream, word)}</p>
    </header>
  )
}

function whyOf(stream: StreamView, word: keyof typeof words.state): string {
  if (word === 'slate' || word === 'backup') return stream.standby?.why ?? ''
  const whys: Partial<Record<string, string>> = words.stateWhy
  return whys[word] ?? (stream.live === true && stream.via !== null ? words.via[stream.via] : '')
}
