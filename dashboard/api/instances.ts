import { isRecord } from '../state/entities.ts'
import { call, listIn, type Answer } from './call.ts'

/** Where a vMix is, as somebody filled it in. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly tcpPort: number
  /** Empty: its Web Controller has no password. */
  readonly username: string
  readonly password: string
}

/** A vMix that answered. */
export interface Found {
  readonly host: string
  readonly port: number
  readonly version: string
  readonly edition: string
  /** It is added already. */
  readonly known: boolean
}

export interface Search {
  readonly found: readonly Found[]
  /** Beside this machine. */
  readonly searched: readonly string[]
  readonly complete: boolean
}

export async function findVMix(networks: boolean): Promise<Search | string> {
  const answer = await call({ method: 'POST', path: '/find', body: { networks } })
  if (!answer.ok) return answer.sentence
  const searched = listIn(answer.body, 'searched').map(String)
  const complete = isRecord(answer.body) && answer.body['complete'] === true
  return { found: listIn(answer.body, 'found').flatMap(readFound), searched, complete }
}

function readFound(value: unknown): readonly Found[] {
  if (!isRecord(value)) return []
  const { host, port, version, edition, instance } = value
  if (typeof host !== 'string' || typeof port !== 'number') return []
  return [{ host, port, version: String(version), edition: String(edition), known: typeof instance === 'string' }]
}

export function probeVMix(place: Place): Promise<Answer> {
  return call({ method: 'POST', path: '/probe', body: placeBody(place) })
}

export function addInstance(name: string, place: Place): Promise<Answer> {
  return call({ method: 'POST', path: '/instances', body: { name, ...placeBody(place) } })
}

export function changeInstance(
  id: string,
  changed: Readonly<Record<string, string | number | boolean>>,
): Promise<Answer> {
  return call({ method: 'PATCH', path: `/instances/${encodeURIComponent(id)}`, body: changed })
}

export function removeInstance(id: string, confirmed: boolean): Promise<Answer> {
  return call({ method: 'DELETE', path: `/instances/${encodeURIComponent(id)}?confirmed=${String(confirmed)}` })
}

/** To receivers on the server's machine instead of the destinations. */
export function rehearse(instance: string, channel: number, presets: readonly string[]): Promise<Answer> {
  const path = `/instances/${encodeURIComponent(instance)}/streams/${channel}/start`
  const destinations = presets.map((preset) => ({ preset }))
  return call({ method: 'POST', path, body: { destinations, rehearse: true } })
}

function placeBody({ host, port, tcpPort, username, password }: Place) {
  return { host, port, tcpPort, ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) }
}
