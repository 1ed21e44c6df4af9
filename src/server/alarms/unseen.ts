import type { Subject, Unseen } from '../../alerts/index.ts'
import type { EntityView } from '../view/index.ts'

/** What is known of vMix and gateway together; of these alone vMix tells nothing while it is away. */
const ofTheGateway: ReadonlySet<Subject['kind']> = new Set([
  'health_critical',
  'health_warning',
  'destination_failed',
  'destination_retrying',
  'recording_stopped',
  'recording_stalled',
  'disk_low',
])
const ofVMix: ReadonlySet<Subject['kind']> = new Set(['stream_lost', 'stream_stopped_by_hand', 'restart_failed'])

/** What cannot be seen now, and so is neither there nor over. What is no longer configured is over. */
export function unseenIn(entities: readonly EntityView[]): Unseen {
  const connections = new Map<string, string>()
  let isGatewayAway = false
  for (const entity of entities) {
    if (entity.kind === 'instance') connections.set(entity.id, entity.connection.state)
    if (entity.kind === 'gateway') isGatewayAway = entity.state !== 'running'
  }
  return ({ kind, instance }) => {
    if (kind === 'gateway_unreachable') return false
    if (instance === null) return false
    const connection = connections.get(instance)
    if (connection === undefined) return false
    // Nothing of it was looked at yet.
    if (connection === 'connecting') return true
    if (connection === 'unreachable' && (ofVMix.has(kind) || ofTheGateway.has(kind))) return true
    return isGatewayAway && ofTheGateway.has(kind)
  }
}
