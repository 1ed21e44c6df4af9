import type { IncomingMessage } from 'node:http'
import { type Clock, systemClock } from '../clock/index.ts'
import type { VMixState } from '../vmix/index.ts'
import { SimulatorError } from './error.ts'
import { ActiveFaults, faultName, type FaultName, parseFault } from './faults.ts'
import { Front } from './front.ts'
import { httpApi } from './http-api.ts'
import type { SimulatedMedia } from './media-types.ts'
import { makeStage, type SimulatorOptions } from './options.ts'
import { Port } from './port.ts'
import type { SimulatedRecording } from './recorder.ts'
import { type ReceivedRequest, RequestLog } from './request-log.ts'
import { RunningShow } from './running-show.ts'
import type { Show, Stage } from './stage.ts'
import type { SimulatedStream } from './stream-channel.ts'
import { tcpApi } from './tcp/tcp-api.ts'
import type { ReplayEvent } from './unseen.ts'

/** A running simulated vMix. */
export interface Simulator extends AsyncDisposable {
  readonly host: string
  readonly httpPort: number
  /** 0 without a TCP API. */
  readonly tcpPort: number
  readonly vmixVersion: string
  readonly edition: string
  /** The last requests, oldest first, keys redacted. */
  readonly received: readonly ReceivedRequest[]
  /** How many there were in all, those forgotten included. */
  readonly receivedTotal: number
  /** The faults that are on, as written on a command line. */
  readonly faults: readonly string[]
  readonly recording: SimulatedRecording
  /** What the state document shows at this moment, as a copy. */
  readonly state: VMixState
  /** Events marked in the replay, list 1 first: no state document shows them. Copies. */
  readonly replayEvents: readonly (readonly Readonly<ReplayEvent>[])[]
  /**
   * Changes the show, as somebody at vMix's own screen does: the document shows it, and subscribers are told. Streams and
   * recording are not changed so: call their functions.
   *
   * @throws {SimulatorError} `bad_option` for a function that goes on later (async): nobody would be told of the rest
   * @example simulator.change((show) => { show.fadeToBlack = true })
   */
  change(act: (show: Show) => void): void
  /**
   * Ends it and begins anew on the same ports, as a vMix that was just started: the preset as it was, nothing streams, and
   * nothing is set.
   *
   * @param version of the new one; the same unless given
   * @throws {SimulatorError} `bad_option`, and then nothing has happened
   */
  restart(version?: string): Promise<void>
  /** Settings and state of a stream, from 0. @throws {RangeError} for one that this version does not have */
  stream(channel: number): SimulatedStream
  /**
   * Turns a fault on, with its value where it has one (true where not), or off (null). Counts from the next request,
   * for running streams from the next frame.
   *
   * @throws {SimulatorError} `unknown_fault`, `bad_fault_value`
   * @example await simulator.setFault('slow', 500); await simulator.setFault('slow', null)
   */
  setFault(name: FaultName, value: string | number | true | null): Promise<void>
  /** Resolves when streams and files that were stopped have ended, and files that were started are open. */
  settled(): Promise<void>
  /** Ends streams and recordings and closes both ports. */
  close(): Promise<void>
}

/**
 * Starts a simulated vMix: HTTP and TCP over one state, with real media. It knows no more than vMix tells; what is not
 * known of vMix is chosen, and said in the documentation.
 *
 * @throws {SimulatorError} `bad_option`, `unknown_fault`, `bad_fault_value`, `port_in_use`, `cannot_listen`
 */
export async function openSimulator(options: SimulatorOptions, media: SimulatedMedia): Promise<Simulator> {
  const simulator = new RunningSimulator(options, media)
  await simulator.open()
  return simulator
}

class RunningSimulator implements Simulator {
  readonly host: string
  readonly #options: SimulatorOptions
  readonly #media: SimulatedMedia
  readonly #clock: Clock
  readonly #faults = new ActiveFaults()
  readonly #log: RequestLog
  readonly #show: RunningShow
  readonly #http: Port
  readonly #tcp: Port | null
  readonly #closing = new AbortController()
  #stage: Stage

  constructor(options: SimulatorOptions, media: SimulatedMedia) {
    this.#clock = options.clock ?? systemClock
    this.#options = options
    this.#media = media
    this.host = options.host ?? '127.0.0.1'
    for (const { name, value } of (options.faults ?? []).map(parseFault)) this.#faults.set(name, value)
    this.#log = new RequestLog(options.requestLogSize ?? 1000)
    this.#stage = this.#newStage(options)
    this.#show = new RunningShow(this.#stage, this.#clock)
    const front = new Front(this.#show, this.#faults, this.#log, this.#clock)
    const { webPassword = null, lanOnly = false, httpPort = 8088, tcpPort = 8099 } = options
    const addressOf = (request: IncomingMessage) => request.socket.remoteAddress ?? ''
    this.#http = new Port(httpApi(front, { webPassword, lanOnly, addressOf }), this.host, httpPort, '--http-port')
    this.#tcp = options.tcp === false ? null : new Port(tcpApi(front), this.host, tcpPort, '--tcp-port')
  }

  get httpPort(): number {
    return this.#http.number
  }

  get tcpPort(): number {
    return this.#tcp?.number ?? 0
  }

  get vmixVersion(): string {
    return this.#stage.show.version
  }

  get edition(): string {
    return this.#stage.show.edition
  }

  get received(): readonly ReceivedRequest[] {
    return this.#log.list()
  }

  get receivedTotal(): number {
    return this.#log.total
  }

  get faults(): readonly string[] {
    return this.#faults.list()
  }

  get recording(): SimulatedRecording {
    return this.#stage.recorder.view()
  }

  get state(): VMixState {
    return structuredClone(this.#show.stage.show)
  }

  get replayEvents(): readonly (readonly Readonly<ReplayEvent>[])[] {
    return structuredClone(this.#stage.unseen.replay.lists)
  }

  change(act: (show: Show) => void): void {
    this.#show.change(({ show }) => {
      const result: unknown = act(show)
      if (!(result instanceof Promise)) return
      result.catch(() => undefined)
      throw new SimulatorError('bad_option', 'A change is made at once: wait before it, not in it.')
    })
  }

  async open(): Promise<void> {
    try {
      await this.#openPorts()
      // Ports are taken first in any case, so that their numbers are known.
      if (this.#faults.has('refuse')) await this.#closePorts()
      await this.#restartAsAsked()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  stream(channel: number): SimulatedStream {
    const stream = this.#stage.streams[channel]
    if (stream === undefined) throw new RangeError(`vMix ${this.vmixVersion} has no stream ${channel}`)
    return stream.view()
  }

  async setFault(name: FaultName, value: string | number | true | null): Promise<void> {
    if (value === null) {
      this.#faults.set(faultName(name), null)
    } else {
      const fault = parseFault(value === true ? name : `${name}=${value}`)
      this.#faults.set(fault.name, fault.value)
    }
    if (name === 'refuse') await (this.#faults.has('refuse') ? this.#closePorts() : this.#openPorts())
    if (name === 'restart') await this.#restartAsAsked()
  }

  async restart(version: string = this.vmixVersion): Promise<void> {
    const stage = this.#newStage({ ...this.#options, vmixVersion: version })
    await this.#closePorts()
    await this.#closeStage()
    this.#stage = stage
    this.#show.replace(stage)
    if (!this.#faults.has('refuse') && !this.#closing.signal.aborted) await this.#openPorts()
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#stage.streams, this.#stage.recorder].map((part) => part.settled()))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#show.close()
    await this.#closePorts()
    await this.#closeStage()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #newStage(options: SimulatorOptions): Stage {
    const stage = makeStage(options, this.#media, this.#clock, this.#faults)
    for (const part of [...stage.streams, stage.recorder]) part.onEnded = () => this.#show.touch()
    return stage
  }

  /** The fault `restart`: once, now or after its time. */
  async #restartAsAsked(): Promise<void> {
    const asked = this.#faults.text('restart')
    if (asked === null) return
    const [version = '', seconds = '0'] = asked.split('@')
    const restart = async () => {
      if (this.#faults.text('restart') !== asked) return
      this.#faults.set('restart', null)
      await this.restart(version)
    }
    if (Number(seconds) === 0) return restart()
    // Whether there is such a version is told now.
    makeStage({ ...this.#options, vmixVersion: version }, this.#media, this.#clock, this.#faults)
    const later = this.#clock.sleep(Number(seconds) * 1000, this.#closing.signal, { background: true })
    // When a port is taken meanwhile, it stays closed: nobody waits for an answer.
    later.then(restart).catch(() => undefined)
  }

  async #openPorts(): Promise<void> {
    await this.#http.open()
    await this.#tcp?.open()
  }

  async #closePorts(): Promise<void> {
    await Promise.all([this.#http.close(), this.#tcp?.close()])
  }

  async #closeStage(): Promise<void> {
    await Promise.all([...this.#stage.streams, this.#stage.recorder].map((part) => part.close()))
  }
}
