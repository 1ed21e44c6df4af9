import { refuseItself } from './loop.ts'
import type { ProxyOptions } from './options.ts'
import { type ProxyParts, proxyParts } from './parts.ts'
import { type ProxySettings, proxySettings } from './settings.ts'
import type { ProxyReport } from './status/report.ts'

/** A running proxy. */
export interface RunningProxy extends AsyncDisposable {
  readonly host: string
  readonly httpPort: number
  readonly tcpPort: number
  /** Folder of the show log. */
  readonly folder: string
  /** How it stands; without secrets. */
  report(): ProxyReport
  /** Closes its ports and its log. Nothing is sent to vMix; what runs there goes on. */
  close(): Promise<void>
}

/**
 * Starts an audit proxy: vMix's own HTTP and TCP API in front, a real vMix behind. What goes through is recorded in that
 * vMix's show log, starts before they are sent; state, tally and activators are read of vMix once for all clients.
 * It also starts while vMix is away, and says so to whoever asks.
 *
 * @throws {ProxyError} `bad_option`, `bad_rules`, `loop`, `port_in_use`, `cannot_listen`
 * @example await using proxy = await startProxy({ vmixHost: 'vmix-pc', listen: '0.0.0.0' })
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const settings = proxySettings(options)
  await refuseItself(placeOf(settings.vmix), placeOf(settings.listen))
  const proxy = new AuditProxy(options, settings)
  try {
    await proxy.open()
    return proxy
  } catch (error) {
    await proxy.close()
    throw error
  }
}

class AuditProxy implements RunningProxy {
  readonly #settings: ProxySettings
  readonly #parts: ProxyParts
  readonly #asksPassword: boolean
  readonly #closing = new AbortController()
  readonly #since: string
  #observing: Promise<void> = Promise.resolve()
  #notObserving: string | null = null
  #opened = false

  constructor(options: ProxyOptions, settings: ProxySettings) {
    this.#settings = settings
    this.#asksPassword = options.frontPassword !== undefined
    this.#since = new Date(settings.clock.now()).toISOString()
    this.#parts = proxyParts(options, settings, () => this.report())
  }

  get host(): string {
    return this.#settings.listen.host
  }

  get httpPort(): number {
    return this.#parts.http.port
  }

  get tcpPort(): number {
    return this.#parts.tcp.port
  }

  get folder(): string {
    return this.#parts.controller.witnessFolder
  }

  async open(): Promise<void> {
    const { listen, observe } = this.#settings
    const { http, tcp, recorder, controller } = this.#parts
    await controller.operationLog.prepareMarks()
    await http.open(listen.host, listen.httpPort, '--http-port')
    await tcp.open(listen.host, listen.tcpPort, '--tcp-port')
    this.#opened = true
    const { lock, rules, password } = this.report()
    recorder.event('proxy_opened', {
      params: { host: listen.host, http_port: http.port, tcp_port: tcp.port, lock, rules, password_asked: password },
      result: { success: true },
    })
    if (!observe) return
    const onProblem = (message: string | null) => (this.#notObserving = message)
    this.#observing = controller.observe({ signal: this.#closing.signal, onProblem })
  }

  report(): ProxyReport {
    const { vmix, strict, observe, lock, rules } = this.#settings
    const { upstream, show, recorder, clients } = this.#parts
    const { events, httpError, reads } = upstream
    return {
      vmix: {
        ...vmix,
        version: events.up ? events.version : show.version,
        httpAway: httpError?.message ?? null,
        tcpAway: events.up ? null : (events.error?.message ?? 'not reached yet'),
        reads,
      },
      recording: {
        ...recorder.report(),
        strict,
        folder: this.folder,
        observing: observe ? this.#notObserving : 'not asked for',
      },
      lock: lock.on,
      rules: rules.count,
      password: this.#asksPassword,
      since: this.#since,
      clients: clients.report(),
    }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    const { http, tcp, recorder, upstream, show, desk, controller } = this.#parts
    await Promise.all([http.close(), tcp.close()])
    if (this.#opened) recorder.event('proxy_closed', { params: {}, result: { success: true } })
    await upstream.close()
    await show.close()
    await desk.close()
    await this.#observing
    await recorder.close()
    await controller.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function placeOf({ host, httpPort, tcpPort }: ProxySettings['vmix']): Parameters<typeof refuseItself>[0] {
  return { host, ports: [httpPort, tcpPort] }
}
