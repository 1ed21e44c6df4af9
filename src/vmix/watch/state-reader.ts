import type { Clock } from '../../clock/index.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import { VMixError } from '../errors/vmix-error.ts'
import { connectionError, TIMED_OUT } from '../failures.ts'
import { VMixHttpClient } from '../http-client.ts'
import { limitedWait } from '../limited-wait.ts'
import type { VMixState } from '../state.ts'
import { parseState } from '../state-parser.ts'
import { VMixTcpClient } from '../tcp/index.ts'
import type { VMixDocument, WatchSettings } from './options.ts'

export interface StateRead {
  readonly xml: string
  readonly state: VMixState
  readonly via: 'http' | 'tcp'
}

/** How long the Web Controller, which was of no use, is left alone while the TCP API answers. */
const HTTP_AGAIN_MS = 60_000

/**
 * Reads one vMix's state by its Web Controller, or, where that is off, wants a password that we do not have or is on
 * another port, by its TCP API. A document that says the same as the last one is not parsed again.
 */
export class StateReader {
  readonly #settings: WatchSettings
  readonly #clock: Clock
  readonly #http: VMixHttpClient
  #tcp: VMixTcpClient | null = null
  #httpAgainAt = Number.NEGATIVE_INFINITY
  #last: StateRead | null = null

  constructor(settings: WatchSettings) {
    this.#settings = settings
    this.#clock = settings.clock
    this.#http = new VMixHttpClient(settings)
  }

  /**
   * @param tcpAnswers whether vMix is known to answer on its TCP port
   * @throws {VMixError} what the Web Controller's failure was, unless the TCP API has given the state
   */
  async read(tcpAnswers: boolean, signal: AbortSignal): Promise<StateRead> {
    const { readDocument } = this.#settings
    if (readDocument !== undefined) return await this.#given(readDocument, signal)
    const mayAskTcp = tcpAnswers && this.#settings.readFrom === 'any'
    if (mayAskTcp && this.#clock.monotonic() < this.#httpAgainAt) {
      try {
        return this.#parsed(await this.#byTcp(signal), 'tcp')
      } catch (error) {
        if (!(error instanceof VMixError) || signal.aborted) throw error
        this.#httpAgainAt = Number.NEGATIVE_INFINITY
      }
    }
    try {
      const read = this.#parsed(await this.#http.stateXml({ signal }), 'http')
      await this.#closeTcp()
      return read
    } catch (error) {
      if (!mayAskTcp || signal.aborted || !isWebOnly(error)) throw error
      const xml = await this.#byTcp(signal).catch(() => null)
      if (xml === null) throw error
      this.#httpAgainAt = this.#clock.monotonic() + HTTP_AGAIN_MS
      return this.#parsed(xml, 'tcp')
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#http.close(), this.#closeTcp()])
  }

  async #given(readDocument: () => Promise<VMixDocument>, signal: AbortSignal): Promise<StateRead> {
    const { host, port, timeoutMs, clock } = this.#settings
    const context = { host, port, timeoutMs, mayHaveBeenSent: false }
    const { xml, via } = await limitedWait(readDocument(), {
      clock,
      timeoutMs,
      signal,
      onTimeout: () => connectionError({ kind: 'stopped', reason: TIMED_OUT }, context),
      onAbort: (reason) => connectionError({ kind: 'stopped', reason }, context),
    })
    return this.#parsed(xml, via)
  }

  /** One try: a vMix that is away is to be told of now, and looked for by the next read. */
  async #byTcp(signal: AbortSignal): Promise<string> {
    const { host, tcpPort, timeoutMs, clock } = this.#settings
    if (this.#tcp?.state.kind === 'down') await this.#closeTcp()
    const tcp = (this.#tcp ??= new VMixTcpClient({ host, port: tcpPort ?? undefined, timeoutMs, clock }))
    const { promise: away, reject } = Promise.withResolvers<never>()
    const stop = tcp.onStateChange((state) => {
      if (state.kind === 'down') reject(state.error)
    })
    try {
      await Promise.race([tcp.ready({ signal, timeoutMs }), away])
      return await tcp.stateXml({ signal })
    } catch (error) {
      await this.#closeTcp()
      throw error
    } finally {
      stop()
    }
  }

  async #closeTcp(): Promise<void> {
    const tcp = this.#tcp
    this.#tcp = null
    await tcp?.close()
  }

  #parsed(xml: string, via: 'http' | 'tcp'): StateRead {
    if (this.#last?.xml !== xml) this.#last = { xml, state: parseState(xml), via }
    else if (this.#last.via !== via) this.#last = { ...this.#last, via }
    return this.#last
  }
}

/**
 * Failures of the Web Controller that say nothing of vMix itself: also a firewall that swallows what goes to its port.
 * One that takes the question and hangs would hang here too.
 */
function isWebOnly(error: unknown): boolean {
  if (error instanceof VMixConnectionError) {
    return error.code === 'timeout' ? !error.mayHaveBeenSent : error.code !== 'aborted'
  }
  return error instanceof VMixError
}
