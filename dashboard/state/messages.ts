import type { EntityView } from '../../src/server/view/index.ts'
import { isRecord, readEntity } from './entities.ts'

/** All that is shown, as it stands. */
export interface Snapshot {
  readonly board: string
  readonly version: number
  readonly entities: readonly EntityView[]
}

/** What changed since. */
export interface Changes {
  readonly version: number
  readonly set: readonly EntityView[]
  readonly gone: readonly string[]
}

/** Reads the data of a `snapshot`; null for what is none. */
export function readSnapshot(data: string): Snapshot | null {
  const value = parse(data)
  if (!isRecord(value)) return null
  const { id, version, entities } = value
  if (typeof id !== 'string' || typeof version !== 'number' || !Array.isArray(entities)) return null
  return { board: id, version, entities: known(entities) }
}

/** Reads the data of `changes`; null for what is none. */
export function readChanges(data: string): Changes | null {
  const value = parse(data)
  if (!isRecord(value)) return null
  const { version, set, gone } = value
  if (typeof version !== 'number' || !Array.isArray(set) || !Array.isArray(gone)) return null
  return { version, set: known(set), gone: gone.filter((key) => typeof key === 'string') }
}

/** The server's clock in a heartbeat, ms since 1970; null for none. */
export function readHeartbeat(data: string): number | null {
  const value = parse(data)
  const at = isRecord(value) && typeof value['at'] === 'string' ? Date.parse(value['at']) : Number.NaN
  return Number.isNaN(at) ? null : at
}

function known(values: readonly unknown[]): EntityView[] {
  return values.map(readEntity).filter((entity) => entity !== null)
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
