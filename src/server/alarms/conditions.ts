import type { Condition } from '../../alerts/index.ts'
import type { EntityView, InstanceView, RecordingView, StreamView } from '../view/index.ts'
import { recordingConditions } from './recording-conditions.ts'
import { planConditions, scheduleConditions } from './schedule-conditions.ts'
import { streamConditions } from './stream-conditions.ts'
import type { StopKind } from './stream-stops.ts'

/** What is looked at. */
export interface AlarmLook {
  readonly entities: readonly EntityView[]
  /** Of the wall clock, ms. */
  readonly nowMs: number
  /** How a stream that is off and should be on came to be so. */
  readonly stopOf: (stream: StreamView) => StopKind
  readonly stalled: ReadonlySet<RecordingView>
  /** The server has begun just now: a gateway that never answered may still be on its way. */
  readonly isStarting: boolean
  /** Which vMix had their own recorder switched off, and not by this server. */
  readonly recordersOff: readonly string[]
  /** Streams that were to be started again and were not, by `instance/channel`, with why. */
  readonly notRestarted: ReadonlyMap<string, string>
}

/** What is to come is a show, whatever is rehearsed until then. */
const ofThePlan: ReadonlySet<Condition['kind']> = new Set(['schedule_failed', 'preflight_failed'])

/** Everything that somebody should know of now. Pure. */
export function conditionsOf(look: AlarmLook): readonly Condition[] {
  const instances = new Map<string, InstanceView>()
  for (const entity of look.entities) if (entity.kind === 'instance') instances.set(entity.id, entity)
  const isAllSimulated = look.entities.some((entity) => entity.kind === 'server' && entity.simulated)
  const gateway = look.entities.find((entity) => entity.kind === 'gateway')
  const isOnItsWay = look.isStarting && gateway?.kind === 'gateway' && gateway.startedAt === null
  const isGatewayGone = gateway?.kind === 'gateway' && gateway.state === 'unreachable' && !isOnItsWay
  const streams = new Map<string, StreamView>()
  for (const entity of look.entities) {
    if (entity.kind === 'stream') streams.set(`${entity.instance}/${entity.channel}`, entity)
  }
  const found = look.entities.flatMap((entity): readonly Condition[] => {
    switch (entity.kind) {
      case 'gateway':
        return isGatewayGone ? [gatewayGone(null, entity.problem)] : []
      case 'instance':
        return instanceConditions(entity, isGatewayGone || isOnItsWay)
      case 'stream': {
        const isRead = instances.get(entity.instance)?.connection.state === 'connected'
        const key = `${entity.instance}/${entity.channel}`
        return streamConditions(entity, isRead, look.stopOf, look.notRestarted.get(key) ?? null)
      }
      case 'recording': {
        const stream = streams.get(`${entity.instance}/${entity.channel ?? 0}`) ?? null
        return recordingConditions(entity, look.stalled.has(entity), stream)
      }
      case 'schedule':
        return scheduleConditions(entity, look.nowMs)
      case 'server':
        return planConditions(entity)
      default:
        return []
    }
  })
  const recorders = look.recordersOff.flatMap((id) => (instances.has(id) ? [recorderOff(id)] : []))
  return [...found, ...recorders].map((condition) => {
    const { kind, instance, channel } = condition
    const isSimulated = isAllSimulated || (instance !== null && instances.get(instance)?.simulated === true)
    const isRehearsal = !ofThePlan.has(kind) && streams.get(`${instance}/${channel}`)?.rehearsal === true
    const first = `${isRehearsal ? 'Rehearsal: ' : ''}${isSimulated ? 'SIMULATED. ' : ''}`
    return first === '' ? condition : { ...condition, message: `${first}${condition.message}` }
  })
}

/** @param isGatewayToldOf it needs no word of its own here */
function instanceConditions(instance: InstanceView, isGatewayToldOf: boolean): readonly Condition[] {
  const { id, name, host, port, connection, logProblem, gatewayProblem } = instance
  const whole = { instance: id, channel: null, destinationId: null }
  const found: Condition[] = []
  if (connection.state === 'unreachable') {
    found.push({
      kind: 'vmix_unreachable',
      ...whole,
      message: `${name} (${host}:${port}) does not answer. ${connection.problem ?? ''}`.trim(),
      action: "Look at vMix's machine and the network; streams that vMix sends may go on without us seeing it.",
    })
  }
  if (logProblem !== null) {
    found.push({
      kind: 'log_failing',
      ...whole,
      message: `The show log of ${name} cannot be used: ${logProblem}`,
      action:
        'Make room on its disk, and check that this server may write there. Nothing can be started until then; stops go out.',
    })
  }
  // Once for all, where it is gone for all.
  if (gatewayProblem !== null && !isGatewayToldOf) found.push(gatewayGone(id, gatewayProblem))
  return found
}

function recorderOff(instance: string): Condition {
  return {
    kind: 'recording_stopped',
    instance,
    channel: null,
    destinationId: 'vmix',
    // vMix shows the same for both.
    severity: 'warning',
    message: "vMix's recorder went off, and not by this server: it stopped by itself, or somebody switched it off.",
    action: 'Look at its disk, and start it again if it was not meant.',
  }
}

function gatewayGone(instance: string | null, problem: string | null): Condition {
  return {
    kind: 'gateway_unreachable',
    instance,
    channel: null,
    destinationId: null,
    message: `The gateway does not answer. ${problem ?? ''}`.trim(),
    action:
      'It is started again by itself; look at the platforms. Where it does not come back, press "Send directly" on the stream: vMix then sends to one destination by itself.',
  }
}
