import { randomUUID } from 'node:crypto'
import { systemClock } from '../clock/index.ts'
import { VMixStreamingController } from '../controller/index.ts'
import { AddressList } from './call/address.ts'
import { Rules } from './call/rules.ts'
import type { ShowLock } from './call/show-lock.ts'
import { Desk } from './desk.ts'
import { ProxyError } from './error.ts'
import { httpFront } from './front/http-front.ts'
import { Listener } from './front/listener.ts'
import { TcpFront } from './front/tcp-front.ts'
import { refuseItself } from './loop.ts'
import type { ProxyOptions } from './options.ts'
import { Recorder } from './record/recorder.ts'
import { ClientList } from './status/client-list.ts'
import type { ProxyReport } from './status/report.ts'
import { KnownShow } from './upstream/known-show.ts'
import { Upstream } from './upstream/upstream.ts'

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
  const { vmixHost, vmixHttpPort = 8088, vmixTcpPort = 8099 } = options
  const { listen = '127.0.0.1', httpPort = 8088, tcpPort = 8099 } = options
  checkNumbers(options)
  const rules = new Rules(options.rules ?? [])
  const lock: ShowLock = { on: options.lock === true, mayStop: addressList(options.allowStop ?? []) }
  await refuseItself(
    { host: vmixHost, ports: [vmixHttpPort, vmixTcpPort] },
    { host: listen, ports: [httpPort, tcpPort] },
  )
  const proxy = new AuditProxy(options, makeController(options), rules, lock)
  try {
    await proxy.open(listen, httpPort, tcpPort)
    return proxy
  } catch (error) {
    await proxy.close()
    throw error
  }
}

class AuditProxy implements RunningProxy {
  readonly #options: ProxyOptions
  readonly #controller: VMixStreamingController
  readonly #rules: Rules
  readonly #lock: ShowLock
  readonly #recorder: Recorder
  readonly #upstream: Upstream
  readonly #show: KnownShow
  readonly #desk: Desk
  readonly #clients: ClientList
  readonly #tcpFront: TcpFront
  readonly #http: Listener
  readonly #tcp: Listener
  readonly #closing = new AbortController()
  readonly #since: string
  #observing: Promise<void> = Promise.resolve()
  #notObserving: string | null = null
  #opened = false
  #host = ''

  constructor(options: ProxyOptions, controller: VMixStreamingController, rules: Rules, lock: ShowLock) {
    const { clock = systemClock, username, password, frontPassword = null } = options
    const { burstMs = 1000, maxWaiting = 5000, intentMs = 1500, maxAgeMs = 100, answerMs = 10_000 } = options
    const log = controller.operationLog
    for (const secret of [password, options.frontPassword]) if (secret !== undefined) log.keepOut(secret)
    const via = `1.1 vmixctl-proxy-${randomUUID()}`
    const login = `${username ?? ''}:${password?.reveal() ?? ''}`
    this.#options = options
    this.#controller = controller
    this.#rules = rules
    this.#lock = lock
    this.#since = new Date(clock.now()).toISOString()
    this.#clients = new ClientList(clock)
    const recorder = new Recorder({ log, clock, burstMs, maxWaiting, intentMs })
    this.#recorder = recorder
    const upstream = new Upstream({
      host: options.vmixHost,
      httpPort: options.vmixHttpPort ?? 8088,
      tcpPort: options.vmixTcpPort ?? 8099,
      authorization: password === undefined ? null : `Basic ${Buffer.from(login).toString('base64')}`,
      clock,
      maxAgeMs,
      answerMs,
      via,
      onLine: (line) => this.#onLine(line),
      onEvents: ({ up }) => {
        if (up) this.#tcpFront.greet()
      },
    })
    this.#upstream = upstream
    this.#show = new KnownShow(upstream, clock)
    this.#desk = new Desk({
      log,
      recorder,
      show: this.#show,
      upstream,
      clock,
      rules,
      lock,
      strict: options.strict === true,
    })
    const shared = { desk: this.#desk, upstream, clients: this.#clients }
    const report = () => this.report()
    this.#http = new Listener(httpFront({ ...shared, recorder, lock, password: frontPassword, via, report }))
    this.#tcpFront = new TcpFront(shared)
    this.#tcp = new Listener(this.#tcpFront.server)
  }

  get host(): string {
    return this.#host
  }

  get httpPort(): number {
    return this.#http.port
  }

  get tcpPort(): number {
    return this.#tcp.port
  }

  get folder(): string {
    return this.#controller.witnessFolder
  }

  async open(host: string, httpPort: number, tcpPort: number): Promise<void> {
    this.#host = host
    await this.#http.open(host, httpPort, '--http-port')
    await this.#tcp.open(host, tcpPort, '--tcp-port')
    this.#opened = true
    const { lock, rules, password } = this.report()
    this.#recorder.event('proxy_opened', {
      params: { host, http_port: this.httpPort, tcp_port: this.tcpPort, lock, rules, password_asked: password },
      result: { success: true },
    })
    if (this.#options.observe === false) return
    const onProblem = (message: string | null) => (this.#notObserving = message)
    this.#observing = this.#controller.observe({ signal: this.#closing.signal, onProblem })
  }

  report(): ProxyReport {
    const { vmixHost, vmixHttpPort = 8088, vmixTcpPort = 8099, strict = false, frontPassword, observe } = this.#options
    const { events, httpError, reads } = this.#upstream
    return {
      vmix: {
        host: vmixHost,
        httpPort: vmixHttpPort,
        tcpPort: vmixTcpPort,
        version: events.up ? events.version : this.#show.version,
        httpAway: httpError?.message ?? null,
        tcpAway: events.up ? null : (events.error?.message ?? 'not reached yet'),
        reads,
      },
      recording: {
        ...this.#recorder.report(),
        strict,
        folder: this.folder,
        observing: observe === false ? 'not asked for' : this.#notObserving,
      },
      lock: this.#lock.on,
      rules: this.#rules.count,
      password: frontPassword !== undefined,
      since: this.#since,
      clients: this.#clients.report(),
    }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    await Promise.all([this.#http.close(), this.#tcp.close()])
    if (this.#opened) this.#recorder.event('proxy_closed', { params: {}, result: { success: true } })
    await this.#upstream.close()
    await this.#show.close()
    await this.#desk.close()
    await this.#observing
    await this.#recorder.close()
    await this.#controller.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #onLine(line: string): void {
    if (/^ACTS OK (?:Streaming|Recording|External|MultiCorder|SRT)/i.test(line)) this.#show.touched()
    this.#tcpFront.event(line)
  }
}

function makeController(options: ProxyOptions): VMixStreamingController {
  const { vmixHost, vmixHttpPort, vmixTcpPort, username, password, instance, dataFolder, clock } = options
  try {
    return new VMixStreamingController({
      host: vmixHost,
      actor: 'proxy',
      ...(vmixHttpPort === undefined ? {} : { port: vmixHttpPort }),
      ...(vmixTcpPort === undefined ? {} : { tcpPort: vmixTcpPort }),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(instance === undefined ? {} : { instance }),
      ...(dataFolder === undefined ? {} : { dataFolder }),
      ...(clock === undefined ? {} : { clock }),
    })
  } catch (cause) {
    if (cause instanceof TypeError) throw new ProxyError('bad_option', cause.message, { cause })
    throw cause
  }
}

function addressList(texts: readonly string[]): AddressList {
  try {
    return new AddressList(texts)
  } catch (cause) {
    throw new ProxyError('bad_option', cause instanceof Error ? cause.message : 'Bad address.', { cause })
  }
}

function checkNumbers({
  vmixTcpPort,
  httpPort,
  tcpPort,
  maxAgeMs,
  burstMs,
  maxWaiting,
  intentMs,
  answerMs,
}: ProxyOptions): void {
  for (const port of [vmixTcpPort, httpPort, tcpPort]) {
    if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) continue
    throw new ProxyError('bad_option', 'A port is a whole number from 1 to 65535; 0 is any free one.')
  }
  for (const number of [maxAgeMs, burstMs, maxWaiting, intentMs, answerMs]) {
    if (number === undefined || (Number.isFinite(number) && number > 0)) continue
    throw new ProxyError('bad_option', 'Times and sizes are numbers above 0.')
  }
}
