import { isRecord } from '../state/entities.ts'
import { call } from './call.ts'

type Role = 'viewer' | 'operator' | 'admin'

/** Who uses this page; `signedOut` when somebody has to sign in; null: the server did not answer. */
export type Session =
  | {
      readonly role: Role
      readonly name: string
      /** `session`: this browser has signed in; `local`: there is no token. */
      readonly by: 'local' | 'session'
    }
  | 'signedOut'
  | null

export async function askSession(): Promise<Session> {
  const answer = await call({ method: 'GET', path: '/session' })
  if (!answer.ok) return answer.status === 401 ? 'signedOut' : null
  const { body } = answer
  if (!isRecord(body)) return null
  return {
    role: roleOf(body['role']),
    name: typeof body['name'] === 'string' ? body['name'] : '',
    by: body['by'] === 'local' ? 'local' : 'session',
  }
}

/** @returns null when let in, else why not */
export async function signIn(token: string): Promise<string | null> {
  const answer = await call({ method: 'POST', path: '/session', body: { token } })
  return answer.ok ? null : answer.sentence
}

export async function signOut(): Promise<void> {
  await call({ method: 'DELETE', path: '/session' })
}

/** What is not known may only look. */
function roleOf(role: unknown): Role {
  return role === 'admin' || role === 'operator' ? role : 'viewer'
}

export function mayOperate(session: Session): boolean {
  return session !== null && session !== 'signedOut' && session.role !== 'viewer'
}

export function mayConfigure(session: Session): boolean {
  return session !== null && session !== 'signedOut' && session.role === 'admin'
}
