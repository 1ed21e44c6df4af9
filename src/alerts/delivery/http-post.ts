import { DeliveryError } from './error.ts'

export interface Post {
  /** May hold a secret: it is in no error. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Ends the try. */
  readonly signal: AbortSignal
}

/** Longer is not waited because somebody asks for it, ms. */
const longestRetryAfterMs = 10 * 60_000

/**
 * Sends JSON, and looks at nothing but the status: no redirect is followed, with the secret that goes along, and nothing is
 * read of an answer.
 *
 * @throws {DeliveryError}
 */
export async function postJson({ url, headers, body, signal }: Post): Promise<void> {
  let answer: Response
  try {
    answer = await fetch(checked(url), {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', 'user-agent': 'vmixctl', ...headers },
      body,
      signal,
    })
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    throw unreached(error, signal)
  }
  // However long it is.
  await answer.body?.cancel().catch(() => undefined)
  const { status } = answer
  if (status >= 200 && status < 300) return
  throw refusal(status, retryAfterMs(answer.headers.get('retry-after')))
}

function checked(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new DeliveryError('secret', 'What the reference leads to is no address. Put https://… there.')
  }
  return url
}

function refusal(status: number, retryAfterMs: number | null): DeliveryError {
  if (status >= 300 && status < 400) {
    return new DeliveryError(
      'redirected',
      `It answers that it is elsewhere (${status}). Set the address that it leads to.`,
    )
  }
  if (status === 429) return new DeliveryError('busy', 'It gets too much at once (429).', { retryAfterMs })
  if (status === 408 || status === 425 || status >= 500) {
    return new DeliveryError('failing', `It has an error of its own (${status}).`, { retryAfterMs })
  }
  if ([400, 411, 413, 415, 422].includes(status)) {
    return new DeliveryError('unfit', `It does not take what was sent (${status}). Check that its type is right.`)
  }
  return new DeliveryError('refused', `It refuses (${status}). Check its address and its secret.`)
}

/** Seconds, or a date. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), longestRetryAfterMs)
}

function unreached(error: unknown, signal: AbortSignal): DeliveryError {
  if (signal.aborted) return new DeliveryError('timeout', 'It did not answer in time.')
  const code = systemCode(error)
  if (code !== null && /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL/.test(code)) {
    return new DeliveryError('not_trusted', `Its certificate is not trusted (${code}).`)
  }
  return new DeliveryError('unreachable', `It cannot be reached${code === null ? '' : ` (${code})`}.`)
}

/** Of the error, or of what caused it: a fixed word of the system, which never holds an address. */
export function systemCode(error: unknown): string | null {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    // The mail client puts its own in the place of the system's.
    const original = 'originalCode' in each ? each.originalCode : undefined
    const code = original ?? ('code' in each ? each.code : undefined)
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code
  }
  return null
}
