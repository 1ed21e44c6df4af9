import { call, type Answer } from './call.ts'

const instancePath = (instance: string): string => `/instances/${encodeURIComponent(instance)}`

export interface NewRecording {
  readonly recorder: 'vmix' | 'gateway'
  readonly channel?: number
  readonly filename?: string
  readonly format?: string
  readonly quality?: string
}

export function startRecording(instance: string, recording: NewRecording): Promise<Answer> {
  return call({ method: 'POST', path: `${instancePath(instance)}/recordings/start`, body: recording })
}

/** Of one recording; vMix's own has no other name than `vmix`. */
export function stopRecording(instance: string, recordingId: string, confirmed: boolean): Promise<Answer> {
  const body = { recordingId, ...(confirmed ? { confirmed } : {}) }
  return call({ method: 'POST', path: `${instancePath(instance)}/recordings/stop`, body })
}

/** Sets the show lock, or takes it off. */
export function setShowLock(instance: string, locked: boolean): Promise<Answer> {
  return call({ method: 'PUT', path: `${instancePath(instance)}/lock`, body: { locked } })
}

export function acknowledge(alert: string): Promise<Answer> {
  return call({ method: 'POST', path: `/alerts/${encodeURIComponent(alert)}/acknowledge`, body: {} })
}

export interface NewPreset {
  readonly name: string
  readonly platform: string
  readonly url?: string
  readonly key?: string
}

export function putPreset(id: string, preset: NewPreset): Promise<Answer> {
  return call({ method: 'PUT', path: `/presets/${encodeURIComponent(id)}`, body: preset })
}

export function replaceKey(id: string, key: string): Promise<Answer> {
  return call({ method: 'PUT', path: `/presets/${encodeURIComponent(id)}/key`, body: { key } })
}

export function removePreset(id: string): Promise<Answer> {
  return call({ method: 'DELETE', path: `/presets/${encodeURIComponent(id)}` })
}

export function searchFunctions(search: string): Promise<Answer> {
  return call({ method: 'GET', path: `/functions?search=${encodeURIComponent(search)}` })
}

export function callFunction(
  instance: string,
  name: string,
  params: Readonly<Record<string, string | number>>,
): Promise<Answer> {
  return call({ method: 'POST', path: `${instancePath(instance)}/functions`, body: { name, params } })
}

/** A show log's owner: a vMix, or the server itself, whose name no vMix may have. */
export const serverItself = 'server'

function logPath(owner: string): string {
  return owner === serverItself ? '/server-log' : `${instancePath(owner)}/log`
}

export function readLog(instance: string, after: number | null, limit: number): Promise<Answer> {
  const from = after === null ? '' : `&after=${after}`
  return call({ method: 'GET', path: `${logPath(instance)}?limit=${limit}${from}` })
}

export function verifyLog(instance: string): Promise<Answer> {
  return call({ method: 'GET', path: `${logPath(instance)}/verify` })
}

export function exportPath(instance: string, format: string): string {
  return `${logPath(instance)}/export?format=${format}`
}
