import { type AlertsConfig, alertsConfig } from '../../alerts/index.ts'
import type { ServerConfig } from './schema.ts'
import { pathIn } from './room-settings.ts'

/**
 * The section `alerts`, with the defaults where the file says nothing of it.
 *
 * @param folder the file's: relative paths begin there
 */
export function alertsIn(config: ServerConfig | null, folder: string): AlertsConfig {
  const { receivers = {}, ...rest } = config?.alerts ?? {}
  const there = Object.entries(receivers).map(([name, receiver]) => {
    const fields = Object.entries(receiver).map(([field, value]) => [field, meant(field, value, folder)] as const)
    return [name, Object.fromEntries(fields)] as const
  })
  return alertsConfig.parse({ ...rest, receivers: Object.fromEntries(there) })
}

function meant(field: string, value: unknown, folder: string): unknown {
  if (typeof value !== 'string') return value
  if (field === 'caFile') return pathIn(folder, value)
  return value.startsWith('file:') ? `file:${pathIn(folder, value.slice('file:'.length))}` : value
}
