import { randomUUID } from 'node:crypto'
import { VMixStreamingController } from '../controller/index.ts'
import type { VMixDocument } from '../vmix/index.ts'
import { Desk } from './desk.ts'
import { ProxyError } from './error.ts'
import { httpFront } from './front/http-front.ts'
import { Listener } from './front/listener.ts'
import { TcpFront } from './front/tcp-front.ts'
import type { ProxyOptions } from './options.ts'
import { Recorder } from './record/recorder.ts'
import type { ProxySettings } from './settings.ts'
import { ClientList } from './status/client-list.ts'
import type { ProxyReport } from './status/report.ts'
import { KnownShow } from './upstream/known-show.ts'
import { Upstream } from './upstream/upstream.ts'

/** What a proxy is made of. */
export interface ProxyParts {
  readonly controller: VMixStreamingController
  readonly recorder: Recorder
  readonly upstream: Upstream
  readonly show: KnownShow
  readonly desk: Desk
  readonly clients: ClientList
  readonly http: Listener
  readonly tcp: Listener
}

/**
 * Makes them and ties them together. It connects to vMix at once; the ports are still closed.
 *
 * @param report what the page shows
 * @throws {ProxyError} `bad_option`
 */
export function proxyParts(options: ProxyOptions, settings: ProxySettings, report: () => ProxyReport): ProxyParts {
  const { vmix, rules, lock, strict, maxAgeMs, burstMs, maxWaiting, intentMs, answerMs, clock } = settings
  const controller = controllerOf(options, async () => {
    const { body, via } = await upstream.freshDocument()
    return { xml: body.toString('utf8'), via }
  })
  const log = controller.operationLog
  for (const secret of [options.password, options.frontPassword]) if (secret !== undefined) log.keepOut(secret)
  const via = `1.1 vmixctl-proxy-${randomUUID()}`
  const upstream: Upstream = new Upstream({
    ...vmix,
    authorization: authorizationOf(options),
    clock,
    maxAgeMs,
    answerMs,
    via,
    onLine: (line) => {
      if (/^ACTS OK (?:Streaming|Recording|External|MultiCorder|SRT)/i.test(line)) show.touched()
      tcpFront.event(line)
    },
    onEvents: ({ up }) => {
      if (up) tcpFront.greet()
    },
  })
  const clients = new ClientList(clock)
  const recorder = new Recorder({ log, clock, burstMs, maxWaiting, intentMs })
  const show = new KnownShow(upstream, clock)
  const desk = new Desk({ log, recorder, show, upstream, clock, rules, lock, strict })
  const shared = { desk, upstream, clients }
  const tcpFront = new TcpFront(shared)
  const password = options.frontPassword ?? null
  const http = new Listener(httpFront({ ...shared, recorder, lock, password, via, report }))
  return { controller, recorder, upstream, show, desk, clients, http, tcp: new Listener(tcpFront.server) }
}

/** For the log, and to see what is switched in vMix itself; it has the state from where all clients have it. */
function controllerOf(options: ProxyOptions, readDocument: () => Promise<VMixDocument>): VMixStreamingController {
  const { vmixHost, vmixHttpPort, vmixTcpPort, username, password, instance, dataFolder, clock } = options
  try {
    return new VMixStreamingController({
      host: vmixHost,
      actor: 'proxy',
      readDocument,
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

function authorizationOf({ username = '', password }: ProxyOptions): string | null {
  if (password === undefined) return null
  return `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`
}
