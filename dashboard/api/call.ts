import { isRecord } from '../state/entities.ts'
import { sentenceOf } from './problem.ts'

/** What the server answered. A failure's `body` is kept: a start that failed in part says so destination by destination. */
export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly sentence: string; readonly body: unknown }

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, encoded. */
  readonly path: string
  readonly body?: unknown
}

/** Longer than any operation's own limit: only a server that hangs is given up. */
const limitMs = 60_000
const api = '/api/v1'

/** Asks the server. Never throws: what went wrong is a sentence for a person. */
export async function call({ method, path, body }: Call): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (method === 'POST') headers['idempotency-key'] = operationId()
  try {
    const response = await fetch(`${api}${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(limitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answered = await readBody(response)
    if (response.ok) return { ok: true, body: answered }
    return { ok: false, status: response.status, sentence: sentenceOf(response.status, answered), body: answered }
  } catch {
    return { ok: false, status: 0, sentence: sentenceOf(0, null), body: null }
  }
}

/** Where a link that downloads goes. */
export function apiUrl(path: string): string {
  return `${api}${path}`
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The same press sent twice is one operation. `randomUUID` is there only over TLS or on the machine itself. */
function operationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A list that an answer holds under a name, or is. */
export function listIn(body: unknown, name: string): readonly unknown[] {
  const value = isRecord(body) ? body[name] : body
  return Array.isArray(value) ? value : []
}
