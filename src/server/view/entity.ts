import { z } from 'zod'
import { alertView, maintenanceView, presetView } from './destination.ts'
import { gatewayView, instanceView, serverView } from './instance.ts'
import { scheduleView } from './schedule.ts'
import { recordingView, streamView } from './stream.ts'

/** Everything that the page shows, one thing at a time: what changes, changes as a whole. */
export const entityView = z.discriminatedUnion('kind', [
  serverView,
  gatewayView,
  instanceView,
  streamView,
  recordingView,
  presetView,
  alertView,
  maintenanceView,
  scheduleView,
])
export type EntityView = z.infer<typeof entityView>

/**
 * Under which name an entity stands on the board; stable for as long as it is the same thing.
 *
 * @example entityKey(stream) // 'stream:studio/0'
 */
export function entityKey(entity: EntityView): string {
  switch (entity.kind) {
    case 'server':
    case 'gateway':
      return entity.kind
    case 'instance':
    case 'preset':
    case 'alert':
    case 'schedule':
    case 'maintenance':
      return `${entity.kind}:${entity.id}`
    case 'stream':
      return `stream:${entity.instance}/${entity.channel}`
    default:
      return `recording:${entity.instance}/${entity.recordingId}`
  }
}
