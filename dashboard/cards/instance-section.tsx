import { useId } from 'preact/hooks'
import type { InstanceView } from '../../src/server/view/index.ts'
import { Icon } from '../frame/icon.tsx'
import { ResumePanel } from '../resume/resume-panel.tsx'
import { Recordings } from '../recordings/recordings.tsx'
import { secondsSince } from '../state/clock.ts'
import { agoText } from '../state/figure-text.ts'
import { ShowLock } from './show-lock.tsx'
import { usePage } from '../state/page.ts'
import { isOld, type Tone } from '../state/stream-state.ts'
import { words } from '../words.ts'
import { MasterMeter } from './master-meter.tsx'
import { StreamCard } from './stream-card.tsx'

/** One vMix with all its streams. */
export function InstanceSection({ instanceKey }: { instanceKey: string }) {
  const { board } = usePage()
  const id = useId()
  const instance = board.get('instance', instanceKey)
  if (instance === null) return null
  const prefix = `stream:${instance.id}/`
  const streams = board.keys('stream').value.filter((key) => key.startsWith(prefix))
  return (
    <section class={isOld(instance) ? 'instance old' : 'instance'} aria-labelledby={id}>
      <InstanceHead instance={instance} id={id} />
      <ResumePanel instance={instance} />
      <div class="cards">
        {streams.map((key) => (
          <StreamCard key={key} streamKey={key} instance={instance} />
        ))}
        <Recordings instance={instance} />
      </div>
    </section>
  )
}

const tones: Readonly<Record<InstanceView['connection']['state'], Tone>> = {
  connected: 'good',
  connecting: 'busy',
  unreachable: 'critical',
}

function InstanceHead({ instance, id }: { instance: InstanceView; id: string }) {
  const { connection, vmix, name, simulated, locked, gatewayProblem, logProblem } = instance
  const { clock } = usePage()
  const tone = tones[connection.state]
  const problems = [connection.problem, gatewayProblem, logProblem].filter((problem) => problem !== null)
  return (
    <header class="instance-head">
      <h2 id={id}>{name}</h2>
      <p class={`pill tone-${tone}`}>
        <Icon tone={tone} />
        {words.instance[connection.state]}
      </p>
      <p class="quiet">
        {vmix === null ? `${instance.host}:${instance.port}` : words.instance.vmix(vmix.version, vmix.edition)}
        {simulated && `, ${words.instance.simulated}`}
      </p>
      {vmix !== null && vmix.audio !== null && <MasterMeter audio={vmix.audio} />}
      {connection.state === 'unreachable' && (
        <p class="notice tone-critical">
          {words.instance.old(agoText(secondsSince(connection.since, clock.now.value)))}
        </p>
      )}
      {problems.map((problem) => (
        <p key={problem} class="notice tone-warning">
          {problem}
        </p>
      ))}
      <ShowLock instance={instance.id} name={name} locked={locked} />
    </header>
  )
}
