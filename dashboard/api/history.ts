import { isRecord } from '../state/entities.ts'
import type { GraphRange } from '../state/histories.ts'
import { earlierIn, type Earlier } from '../state/earlier.ts'
import { call } from './call.ts'

/** What the server has measured of a stream so far; null where it does not say. */
export async function readHistory(streamKey: string, range: GraphRange): Promise<Earlier | null> {
  const [, instance, channel] = /^stream:(.+)\/(\d+)$/.exec(streamKey) ?? []
  if (instance === undefined || channel === undefined) return null
  const path = `/instances/${encodeURIComponent(instance)}/streams/${channel}/history?range=${ranges[range]}`
  const answer = await call({ method: 'GET', path })
  return answer.ok && isRecord(answer.body) ? earlierIn(answer.body, Date.now() / 1000) : null
}

const ranges: Readonly<Record<GraphRange, string>> = { recent: '10m', session: 'session' }
