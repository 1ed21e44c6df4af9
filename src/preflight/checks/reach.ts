import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** What a trial led to. `where` is for people: host and port. */
export type Reached =
  | { readonly kind: 'reached' | 'unknown_name' | 'refused'; readonly where: string }
  | { readonly kind: 'certificate' | 'failed'; readonly where: string; readonly code: string }

interface Trial {
  readonly host: string
  /** Null: only the name is looked up. */
  readonly port: number | null
  readonly tls: boolean
  /** Authorities beside the system's, PEM. */
  readonly ca?: string
  readonly signal?: AbortSignal
}

const limitMs = 5000

/** Looks the name up, connects, with TLS where asked for, and closes again. Nothing is sent beyond TLS's own words. */
export async function tryConnection(trial: Trial): Promise<Reached> {
  const { host, port } = trial
  const where = port === null ? host : `${host}:${port}`
  const limit = AbortSignal.timeout(limitMs)
  const signal = trial.signal === undefined ? limit : AbortSignal.any([limit, trial.signal])
  try {
    if (isIP(host) === 0) await within(lookup(host), signal)
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA'
      ? { kind: 'unknown_name', where: host }
      : { kind: 'failed', where, code }
  }
  if (port === null) return { kind: 'reached', where }
  try {
    await opened(trial, port, signal)
    return { kind: 'reached', where }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ECONNREFUSED') return { kind: 'refused', where }
    return { kind: isAboutCertificate(code) ? 'certificate' : 'failed', where, code }
  }
}

async function opened({ host, tls, ca }: Trial, port: number, signal: AbortSignal): Promise<void> {
  const socket: Socket = tls
    ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) })
    : connectTcp({ host, port })
  try {
    await within(
      new Promise<void>((resolve, reject) => {
        socket.once(tls ? 'secureConnect' : 'connect', resolve)
        socket.once('error', reject)
        socket.once('close', () => reject(Object.assign(new Error('It was closed.'), { code: 'closed' })))
      }),
      signal,
    )
  } finally {
    socket.on('error', () => undefined)
    socket.destroy()
  }
}

async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener(
        'abort',
        () => reject(Object.assign(new Error('It took too long.'), { code: 'timeout' })),
        {
          once: true,
        },
      )
    }),
  ])
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
}

function isAboutCertificate(code: string): boolean {
  return /CERT|SIGNATURE|ISSUER|ERR_TLS_/.test(code)
}
