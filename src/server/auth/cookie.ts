import type { IncomingMessage } from 'node:http'
import { isSecure } from './origin.ts'
import { sessionMs } from './sessions.ts'

/** With the port in it: cookies do not tell the ports of a machine apart. `__Host-`: only over TLS, and only from this very host. */
function cookieName({ socket }: IncomingMessage): string {
  return `${isSecure(socket) ? '__Host-' : ''}vmixctl_session_${socket.localPort ?? 0}`
}

/** The session that the browser says it has. */
export function sessionCookie(request: IncomingMessage): string | null {
  const name = cookieName(request)
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value
  }
  return null
}

/** The header that gives a browser its session, or takes it away (null). No script of a page can read it. */
export function setSessionCookie(request: IncomingMessage, session: string | null): string {
  const parts = [`${cookieName(request)}=${session ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict']
  parts.push(`Max-Age=${session === null ? 0 : sessionMs / 1000}`)
  if (isSecure(request.socket)) parts.push('Secure')
  return parts.join('; ')
}
