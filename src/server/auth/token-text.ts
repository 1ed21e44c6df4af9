import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Secret } from '../../secrets/index.ts'

const prefix = 'vmixctl_'
const pattern = /^vmixctl_[A-Za-z0-9_-]{43}$/

/** 256 bits of chance, with a beginning by which people and scanners see what it is. */
export function newTokenText(): Secret {
  return new Secret(`${prefix}${randomBytes(32).toString('base64url')}`)
}

/** Whether it could be a token at all. */
export function looksLikeToken(text: string): boolean {
  return pattern.test(text)
}

/** Whether a token, or something that is called one, stands in an address: in logs and histories it is no secret any more. */
export function tokenInAddress(address: string): boolean {
  return (
    /vmixctl_[A-Za-z0-9_-]{16}/.test(address) ||
    /[?&](?:access_?token|token|api_?key|auth|authorization|password)=/i.test(address)
  )
}

/** What is kept of a token or a session. Without salt: there is nothing to guess in 256 bits of chance. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares in a time that says nothing of how much is equal. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
