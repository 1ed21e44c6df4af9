import { Socket } from 'node:net'
import { type Clock, systemClock } from '../clock/index.ts'
import { VMixAPIError } from './errors/api-error.ts'
import { VMixConnectionError, type VMixConnectionErrorCode } from './errors/connection-error.ts'
import { connectionError, TIMED_OUT, whoGreets } from './failures.ts'
import { VMixHttpClient } from './http-client.ts'

/** Which port to look at. */
export interface ProbeOptions {
  readonly host: string
  readonly port: number
  readonly signal?: AbortSignal | undefined
  /** For each of its two steps, ms; 3000 unless given. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

/** What answers on a port. `message` is a sentence for people; where something is wrong it says what to do. */
export type ProbeResult =
  /** vMix's Web Controller: the port that this library needs. */
  | { readonly kind: 'vmix_web'; readonly version: string; readonly edition: string; readonly message: string }
  /** A web server that wants a password, as vMix's does when one is set. */
  | { readonly kind: 'vmix_web_password'; readonly message: string }
  /** vMix's TCP API, which is not the web port. */
  | { readonly kind: 'vmix_tcp'; readonly version: string; readonly message: string }
  | { readonly kind: 'other_http'; readonly status: number; readonly message: string }
  /** Something that speaks neither HTTP nor vMix's TCP API. */
  | { readonly kind: 'other'; readonly message: string }
  | { readonly kind: 'refused' | 'timeout' | 'dns' | 'unreachable'; readonly message: string }

/** Servers that speak first do so at once; one that is silent this long waits for a request, as web servers do. */
const GREETING_WAIT_MS = 300

/**
 * Finds out what answers on a port, for a doctor: connects, waits a moment for a greeting, then reads `/api/`. It
 * changes nothing on the other side. Never throws but for its signal.
 *
 * @throws {VMixConnectionError} `aborted`
 * @example (await probePort({ host: 'localhost', port: 8099 })).message
 */
export async function probePort(options: ProbeOptions): Promise<ProbeResult> {
  const { host, port, signal, timeoutMs = 3000, clock = systemClock } = options
  try {
    const greeting = await readGreeting(options, timeoutMs, clock)
    if (greeting !== '') return greeted(greeting, host, port)
    await using client = new VMixHttpClient({ host, port, timeoutMs, clock })
    const { version, edition } = await client.state({ signal })
    return { kind: 'vmix_web', version, edition, message: `vMix ${version} (${edition}) answers at ${host}:${port}.` }
  } catch (error) {
    if (error instanceof VMixAPIError) {
      return { kind: 'other_http', status: error.status ?? 200, message: error.message }
    }
    if (!(error instanceof VMixConnectionError) || error.code === 'aborted') throw error
    return { kind: kindOf(error.code), message: error.message }
  }
}

type FailureKind = Exclude<ProbeResult['kind'], 'vmix_web' | 'vmix_tcp' | 'other_http'>

function kindOf(code: VMixConnectionErrorCode): FailureKind {
  if (code === 'unauthorised') return 'vmix_web_password'
  if (code === 'refused' || code === 'timeout' || code === 'dns' || code === 'unreachable') return code
  return 'other'
}

function greeted(greeting: string, host: string, port: number): ProbeResult {
  const version = /^VERSION OK ([\d.]{1,40})/.exec(greeting)?.[1]
  const message = `${host}:${port} is not vMix's Web Controller: ${whoGreets(greeting)}`
  return version === undefined ? { kind: 'other', message } : { kind: 'vmix_tcp', version, message }
}

/** The first bytes of a server that speaks first; empty for one that waits, or hangs up without a word. */
async function readGreeting(options: ProbeOptions, timeoutMs: number, clock: Clock): Promise<string> {
  const { host, port, signal } = options
  const context = { host, port, timeoutMs, mayHaveBeenSent: false }
  if (signal?.aborted) throw connectionError({ kind: 'stopped', reason: signal.reason }, context)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const timers = new AbortController()
  const after = (ms: number, then: () => void) => void clock.sleep(ms, timers.signal).then(then, () => undefined)
  const stop = (reason: unknown) => reject(connectionError({ kind: 'stopped', reason }, context))
  const onAbort = () => stop(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  after(timeoutMs, () => stop(TIMED_OUT))

  const socket = new Socket()
  let connected = false
  let greeting = ''
  socket.on('connect', () => {
    connected = true
    after(Math.min(GREETING_WAIT_MS, timeoutMs), () => resolve(greeting))
  })
  socket.on('data', (data) => {
    greeting += data.toString('latin1')
    if (greeting.includes('\n') || greeting.length > 256) resolve(greeting)
  })
  socket.on('close', () => resolve(greeting))
  socket.on('error', (error) => {
    if (connected) resolve(greeting)
    else reject(connectionError({ kind: 'error', error, replyBegun: false }, context))
  })
  try {
    socket.connect({ host, port })
    return await promise
  } catch (error) {
    if (error instanceof VMixConnectionError || !(error instanceof Error)) throw error
    // A host that cannot be one.
    throw connectionError({ kind: 'error', error, replyBegun: false }, context)
  } finally {
    timers.abort()
    signal?.removeEventListener('abort', onAbort)
    socket.destroy()
  }
}
