import type { Clock } from '../../clock/index.ts'
import { instancePaths } from '../../controller/index.ts'
import type { Redactor } from '../../secrets/index.ts'
import { openWitness, type JsonObject, type Witness } from '../../witness/index.ts'
import type { RoomLog } from './settings.ts'

/** The name of the log of what concerns no vMix; no instance may have it. */
export const serverLogName = 'server'

/** So many entries may wait for a disk that hangs; what comes then is counted and not kept. */
const mostWaiting = 1000

/** The show log named `server`: refusals, tokens, configuration. Nobody waits for it. */
export class ServerLog implements AsyncDisposable {
  readonly #witness: Witness
  readonly #log: RoomLog
  #waiting = 0
  #isFailing = false

  private constructor(witness: Witness, log: RoomLog) {
    this.#witness = witness
    this.#log = log
  }

  static async open(options: {
    readonly dataFolder: string
    readonly actor: string
    readonly clock: Clock
    readonly redactor: Redactor
    readonly log: RoomLog
  }): Promise<ServerLog> {
    const { dataFolder, actor, clock, redactor, log } = options
    const paths = instancePaths(dataFolder, serverLogName)
    const witness = await openWitness({
      folder: paths.witness,
      instance: serverLogName,
      // It belongs to no vMix: the genesis is made of a name that no vMix has.
      host: serverLogName,
      port: 1,
      actor,
      clock,
      redact: (text) => redactor.redact(text),
      whenUnavailable: 'continue',
      mayBlock: false,
      checkpoints: { signerFolder: paths.signer },
      publish: { to: paths.cosigners },
    })
    return new ServerLog(witness, log)
  }

  /** Never waits and never throws; what the disk does not take is said once, and counted by the log itself. */
  record(eventType: string, params: JsonObject, actor: string): void {
    if (this.#waiting >= mostWaiting) return this.#failed('too many entries wait for the disk')
    this.#waiting += 1
    this.#witness
      .append({ eventType, params, actor })
      .then(
        () => (this.#isFailing = false),
        (error: unknown) => this.#failed(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => (this.#waiting -= 1))
      .catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#witness[Symbol.asyncDispose]()
  }

  #failed(why: string): void {
    if (!this.#isFailing) this.#log.error({}, `The server's own log does not take entries: ${why}`)
    this.#isFailing = true
  }
}
