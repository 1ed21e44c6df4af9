import { systemClock } from '../clock/index.ts'
import { ActiveFaults, faultName, type FaultName, parseFault } from './faults.ts'
import { Front } from './front.ts'
import { httpApi } from './http-api.ts'
import type { SimulatedMedia } from './media-types.ts'
import { makeStage, type SimulatorOptions } from './options.ts'
import { Port } from './port.ts'
import type { SimulatedRecording } from './recorder.ts'
import { type ReceivedRequest, RequestLog } from './request-log.ts'
import type { Stage } from './stage.ts'
import type { SimulatedStream } from './stream-channel.ts'
import { tcpApi } from './tcp-api.ts'

/** A running simulated vMix. */
export interface Simulator extends AsyncDisposable {
  readonly host: string
  readonly httpPort: number
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
  readonly #faults = new ActiveFaults()
  readonly #log: RequestLog
  readonly #stage: Stage
  readonly #http: Port
  readonly #tcp: Port

  constructor(options: SimulatorOptions, media: SimulatedMedia) {
    const clock = options.clock ?? systemClock
    this.host = options.host ?? '127.0.0.1'
    for (const { name, value } of (options.faults ?? []).map(parseFault)) this.#faults.set(name, value)
    this.#log = new RequestLog(options.requestLogSize ?? 1000)
    this.#stage = makeStage(options, media, clock, this.#faults)
    const front = new Front(this.#stage, this.#faults, this.#log, clock)
    this.#http = new Port(
      httpApi(front, options.webPassword ?? null),
      this.host,
      options.httpPort ?? 8088,
      '--http-port',
    )
    this.#tcp = new Port(tcpApi(front), this.host, options.tcpPort ?? 8099, '--tcp-port')
  }

  get httpPort(): number {
    return this.#http.number
  }

  get tcpPort(): number {
    return this.#tcp.number
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

  async open(): Promise<void> {
    try {
      await this.#http.open()
      await this.#tcp.open()
      // Ports are taken first in any case, so that their numbers are known.
      if (this.#faults.has('refuse')) await this.#closePorts()
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
    if (name !== 'refuse') return
    if (this.#faults.has('refuse')) await this.#closePorts()
    else await Promise.all([this.#http.open(), this.#tcp.open()])
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#stage.streams, this.#stage.recorder].map((part) => part.settled()))
  }

  async close(): Promise<void> {
    await this.#closePorts()
    await Promise.all([...this.#stage.streams, this.#stage.recorder].map((part) => part.close()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #closePorts(): Promise<void> {
    await Promise.all([this.#http.close(), this.#tcp.close()])
  }
}
