import { backoffDelay, type Clock } from '../../clock/index.ts'
import { findGateway, GatewayError, spawnGateway, type RemoteGateway } from '../../gateway/index.ts'
import type { Board } from '../board/index.ts'
import { gatewayViewOf } from './views/gateway-view.ts'
import { type GatewayAnswer, GatewayLink, isAnswer } from './gateway-link.ts'
import type { GatewaySettings, RoomLog } from './settings.ts'

/** A program and what it is started with. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
}

export interface GatewayWatchOptions {
  readonly dataFolder: string
  readonly settings: GatewaySettings
  readonly clock: Clock
  readonly board: Board
  readonly log: RoomLog
  /** How a gateway is started in a process of its own; given its arguments. Null: it is only looked for. */
  readonly program: ((args: readonly string[]) => Program) | null
}

const lookMs = 1000
const answerMs = 2000
/** A machine that is busy with a show may take its time. */
const startMs = 30_000
/** So long it may be silent, while its supervisor starts it again, before another one is started. */
const patienceMs = 5000
const retry = { baseMs: 1000, capMs: 10_000 }

/**
 * The gateway of the room: found by its data folder, or started in a process of its own that outlives this one. It is asked
 * once a second, for all vMix together.
 */
export class GatewayWatch implements AsyncDisposable {
  readonly link = new GatewayLink()
  readonly #options: GatewayWatchOptions
  readonly #over = new AbortController()
  #settings: GatewaySettings
  readonly #running: Promise<void>
  readonly #looked = Promise.withResolvers<void>()
  #latest: GatewayAnswer = { problem: 'The gateway is being started.' }
  #lastStatus: Parameters<typeof gatewayViewOf>[2] = null
  #asking: Promise<GatewayAnswer> | null = null
  /** Since when it has not answered; null: it answers. */
  #silentSince: number | null = null
  #startedHere = false
  /** Since when there is no answer, whoever was asked; null: there is one. */
  #goneSinceMs: number | null

  constructor(options: GatewayWatchOptions) {
    this.#options = options
    this.#settings = options.settings
    options.board.put(gatewayViewOf('starting', null, null))
    this.#goneSinceMs = options.clock.monotonic()
    this.#running = this.#run()
  }

  /** The last answer: not older than a second while it answers. */
  get latest(): GatewayAnswer {
    return this.#latest
  }

  /** So long nobody has answered, ms; 0: somebody does. */
  get goneForMs(): number {
    return this.#goneSinceMs === null ? 0 : this.#options.clock.monotonic() - this.#goneSinceMs
  }

  /** Settled when it was looked for the first time whether one runs. One that has to be started takes longer. */
  get looked(): Promise<void> {
    return this.#looked.promise
  }

  /** An answer that was asked for after this call; those who ask together share one. */
  async fresh(): Promise<GatewayAnswer> {
    await this.#asking
    if (this.link.present === null) return this.#latest
    return await (this.#asking ??= this.#ask())
  }

  /**
   * One that is started from now on has these addresses. One that runs keeps its own while it carries streams: they are those to
   * which vMix sends.
   */
  async configure(settings: GatewaySettings): Promise<void> {
    this.#settings = settings
    const { present } = this.link
    if (!this.#startedHere || present === null) return this.#keeps()
    try {
      await present.stop('only_without', AbortSignal.timeout(answerMs))
      await this.link.become(null, 'The gateway is started again, with other addresses.')
    } catch {
      this.#keeps()
    }
  }

  /** The gateway goes on; one that was started here and carries nothing ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#running
    const { present } = this.link
    if (this.#startedHere && present !== null) {
      // It refuses while it carries a stream, and that is as it should be.
      await present.stop('only_without', AbortSignal.timeout(answerMs)).catch(() => undefined)
    }
    await this.link[Symbol.asyncDispose]()
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#over
    for (let attempt = 1; !signal.aborted; ) {
      if (this.link.present === null || this.#isLost()) attempt = (await this.#find()) ? 1 : attempt + 1
      if (this.link.present !== null) await this.fresh()
      const isFound = this.link.present !== null
      await clock.sleep(isFound ? lookMs : backoffDelay(attempt, retry, Math.random()), signal).catch(() => undefined)
    }
  }

  async #ask(): Promise<GatewayAnswer> {
    const { clock } = this.#options
    try {
      const status = await this.link.status(AbortSignal.timeout(answerMs))
      this.#silentSince = null
      this.#lastStatus = status
      this.#goneSinceMs = null
      this.#latest = status
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.#silentSince ??= clock.monotonic()
      this.#goneSinceMs ??= clock.monotonic()
      this.#latest = { problem: error.message }
    } finally {
      this.#asking = null
    }
    this.#show()
    return this.#latest
  }

  #show(): void {
    if (this.#over.signal.aborted) return
    const { board } = this.#options
    if (isAnswer(this.#latest)) board.put(gatewayViewOf('running', null, this.#latest))
    else board.put(gatewayViewOf('unreachable', this.#latest.problem, this.#lastStatus))
  }

  #keeps(): void {
    if (this.link.present === null) return
    this.#options.log.warn(
      {},
      'The gateway that runs keeps its addresses. What the configuration says holds for the next one.',
    )
  }

  #isLost(): boolean {
    return this.#silentSince !== null && this.#options.clock.monotonic() - this.#silentSince > patienceMs
  }

  /** @returns whether there is one now */
  async #find(): Promise<boolean> {
    const { dataFolder, clock, log } = this.#options
    const { signal } = this.#over
    try {
      const found = await findGateway({ dataFolder, clock, timeoutMs: answerMs, signal })
      if (found !== null) await this.link.become(found, 'The gateway is not there.')
      this.#looked.resolve()
      const gateway = found ?? (await this.#start())
      await this.link.become(gateway, 'The gateway is not there.')
      if (signal.aborted) return true
      this.#silentSince = null
      log.info(
        { started: found === null },
        found === null ? 'The gateway was started.' : 'A running gateway was found.',
      )
      return true
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.#looked.resolve()
      if (signal.aborted) return false
      const problem = error instanceof GatewayError ? error.message : `The gateway cannot be started: ${error.message}`
      if (!isSame(this.#latest, problem)) log.error({}, problem)
      await this.link.become(null, problem)
      this.#goneSinceMs ??= clock.monotonic()
      this.#latest = { problem }
      this.#show()
      return false
    }
  }

  async #start(): Promise<RemoteGateway> {
    const { program, dataFolder, clock } = this.#options
    if (program === null) throw new GatewayError('unreachable', 'No gateway runs on this data folder.')
    const { command, args } = program(gatewayArguments(dataFolder, this.#settings))
    const gateway = await spawnGateway({
      command,
      args,
      dataFolder,
      clock,
      signal: this.#over.signal,
      timeoutMs: startMs,
    })
    this.#startedHere = true
    return gateway
  }
}

/** What `vmixctl gateway` takes. Its control address is found by the data folder: any free port will do. */
function gatewayArguments(dataFolder: string, { rtmpListen, advertise }: GatewaySettings): readonly string[] {
  return [
    '--data',
    dataFolder,
    '--control',
    '127.0.0.1:0',
    ...(rtmpListen === null ? [] : ['--rtmp-listen', rtmpListen]),
    ...(advertise === null ? [] : ['--advertise', advertise]),
  ]
}

function isSame(answer: GatewayAnswer, problem: string): boolean {
  return 'problem' in answer && answer.problem === problem
}
