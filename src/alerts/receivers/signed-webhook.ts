import { createHmac } from 'node:crypto'
import type { Secret } from '../../secrets/index.ts'
import type { Notice } from '../rules/alert.ts'
import { textOf } from './words.ts'

/** The body for a receiver's own program: all notices with their ids, so that what comes twice can be told. */
export function webhookBody(receiver: string, notices: readonly Notice[], nowMs: number): string {
  return JSON.stringify({
    version: 1,
    receiver,
    sentAt: new Date(nowMs).toISOString(),
    notices: notices.map((notice) => ({ ...notice, ...textOf(notice, receiver) })),
  })
}

/**
 * `t=<seconds since 1970>,v1=<hex>` with HMAC-SHA256 over `<t>.<body>`: who has the secret sees that the call is ours, whole,
 * and of now. The time is signed too, so that an old call cannot be sent again as a new one.
 *
 * @example signatureOf('{"version":1}', new Secret('…'), Date.now()) // 't=1795381200,v1=5257a8…'
 */
export function signatureOf(body: string, secret: Secret, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  const mac = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}
