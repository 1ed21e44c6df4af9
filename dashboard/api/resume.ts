import { isRecord } from '../state/entities.ts'
import { call, type Answer } from './call.ts'

/** Brings back what was on when vMix went away. */
export function resumeShow(instance: string): Promise<Answer> {
  return call({ method: 'POST', path: `/instances/${encodeURIComponent(instance)}/resume`, body: {} })
}

/** Has vMix send a stream by itself, the gateway being gone. */
export function sendDirectly(instance: string, channel: number, destinationId: string): Promise<Answer> {
  const path = `/instances/${encodeURIComponent(instance)}/streams/${channel}/direct`
  return call({ method: 'POST', path, body: { destination: destinationId } })
}

/** What the server says of what was done, for a person. */
export function messageIn(body: unknown): string {
  return isRecord(body) && typeof body['message'] === 'string' ? body['message'] : ''
}
