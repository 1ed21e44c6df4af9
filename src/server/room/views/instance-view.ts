import type { ResumePlan } from '../../../controller/index.ts'
import type { VMixState } from '../../../vmix/index.ts'
import type { InstanceView } from '../../view/index.ts'
import type { InstanceSettings } from '../settings.ts'

/** All that is known of one vMix at a moment. */
export interface InstanceLook {
  readonly settings: InstanceSettings
  readonly connection: InstanceView['connection']
  /** What was read last, of whatever age; null: it was never read. */
  readonly state: VMixState | null
  readonly gatewayProblem: string | null
  readonly logProblem: string | null
  readonly locked: boolean
  /** What would be brought back; null: nothing is known of it. */
  readonly resume: ResumePlan | null
}

export function instanceViewOf(look: InstanceLook): InstanceView {
  const { id, name, host, port, simulated } = look.settings
  const { connection, gatewayProblem, logProblem, locked } = look
  const resumable = resumableIn(look.resume)
  const vmix = look.state === null ? null : vmixOf(look.state)
  return {
    kind: 'instance',
    id,
    name,
    host,
    port,
    simulated,
    connection,
    vmix,
    gatewayProblem,
    logProblem,
    locked,
    resumable,
  }
}

function resumableIn(plan: ResumePlan | null): NonNullable<InstanceView['resumable']> | null {
  if (plan === null || (plan.streams.length === 0 && !plan.recorder)) return null
  const ours = plan.streams.flatMap(({ channel, recordings }) =>
    recordings.map(() => ({ recorder: 'gateway' as const, channel })),
  )
  return {
    streams: plan.streams.map(({ channel }) => channel),
    recordings: [...(plan.recorder ? [{ recorder: 'vmix' as const, channel: null }] : []), ...ours],
  }
}

function vmixOf(state: VMixState): NonNullable<InstanceView['vmix']> {
  const { version, edition, preset, streaming, recording } = state
  return { version, edition, preset, streaming, recording: recording.active, audio: audioOf(state) }
}

function audioOf({ audio }: VMixState): NonNullable<InstanceView['vmix']>['audio'] {
  const { master } = audio
  if (master === null) return null
  const [left, right] = master.meters
  if (left === null || right === null || master.muted === null) return null
  return { left: thousandths(left), right: thousandths(right), muted: master.muted }
}

function thousandths(amplitude: number): number {
  return Math.round(amplitude * 1000) / 1000
}
