import { isRecord } from '../state/entities.ts'
import { listIn } from './call.ts'

export const tokenRoles = ['viewer', 'operator', 'admin', 'metrics', 'log'] as const

/** A token as it is listed: without what makes it one. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly role: (typeof tokenRoles)[number]
  /** Null: it does not expire. */
  readonly expiresAt: string | null
  /** Null: not since the server was started. */
  readonly lastUsedAt: string | null
  /** How many browsers are signed in by it. */
  readonly sessions: number
}

export function readTokens(body: unknown): readonly Token[] {
  return listIn(body, 'tokens').flatMap((one) => {
    if (!isRecord(one)) return []
    const { id, name, expiresAt, lastUsedAt, sessions } = one
    const role = tokenRoles.find((known) => known === one['role'])
    if (typeof id !== 'string' || typeof name !== 'string' || role === undefined) return []
    return {
      id,
      name,
      role,
      expiresAt: typeof expiresAt === 'string' ? expiresAt : null,
      lastUsedAt: typeof lastUsedAt === 'string' ? lastUsedAt : null,
      sessions: typeof sessions === 'number' ? sessions : 0,
    }
  })
}

/** Of a token that was just made: the one time that it is told. */
export function readTokenText(body: unknown): string {
  return isRecord(body) && typeof body['token'] === 'string' ? body['token'] : ''
}

/** How many browsers were signed out. */
export function readSignedOut(body: unknown): number {
  return isRecord(body) && typeof body['ended'] === 'number' ? body['ended'] : 0
}
