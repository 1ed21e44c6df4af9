import type { EntityView } from '../../src/server/view/index.ts'

export type Kind = EntityView['kind']
export type EntityOf<K extends Kind> = Extract<EntityView, { kind: K }>

/** The text fields that make an entity's key; what lacks one is not shown. */
const named: Readonly<Record<Kind, readonly string[]>> = {
  server: [],
  gateway: [],
  instance: ['id'],
  stream: ['instance'],
  recording: ['instance', 'recordingId'],
  preset: ['id'],
  alert: ['id'],
  schedule: ['id'],
  maintenance: ['id'],
}

/** One thing of the board, or null for a kind that this page does not know: a newer server may show more. */
export function readEntity(value: unknown): EntityView | null {
  return isEntity(value) ? value : null
}

function isEntity(value: unknown): value is EntityView {
  if (!isRecord(value)) return false
  const { kind } = value
  if (typeof kind !== 'string' || !isKind(kind)) return false
  if (kind === 'stream' && !Number.isInteger(value['channel'])) return false
  return named[kind].every((name) => typeof value[name] === 'string')
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(named, kind)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The name under which it stands on the board; the server's `entityKey`, which `state.test.ts` compares. */
export function keyOf(entity: EntityView): string {
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
