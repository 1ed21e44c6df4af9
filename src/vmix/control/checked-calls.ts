import type { CallParams } from '../call.ts'
import { checkCall, dependsOnVersion, type CallProblem } from '../catalogue/index.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import type { RequestOptions } from '../http-client.ts'
import { Listeners } from '../listeners.ts'
import type { VMixState } from '../state.ts'
import type { CallReply, GivenParams } from './call-types.ts'
import { sentParams, type SentParams } from './given-params.ts'
import { beforeSent } from './sent.ts'
import type { Transport } from './transport.ts'

/** Calls that are checked against the catalogue, and against the version of the vMix, before they are sent. */
export class CheckedCalls {
  readonly #transport: Transport
  readonly #warned = new Listeners<string>()
  #version: string | null = null

  constructor(transport: Transport, onWarning: (warning: string) => void) {
    this.#transport = transport
    this.#warned.add(onWarning)
  }

  /** @throws {VMixAPIError} `invalid_parameter`: nothing was sent; and whatever the transport throws */
  async call(name: string, given: GivenParams = {}, options: RequestOptions = {}): Promise<CallReply> {
    const params = await sentParams(given, () => this.look(options))
    const problems = await this.#check(name, params, options)
    const errors = problems.filter(isRefused)
    if (errors.length > 0) {
      const message = `${errors.map(refusal).join(' ')} Nothing was sent.`
      throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
    }
    await this.#transport.call(name, params, options)
    const warnings = problems.map(({ message }) => message)
    for (const warning of warnings) this.#warned.tell(warning)
    return { warnings }
  }

  /** Sends any name with any parameters, as they are. */
  async callUnchecked(name: string, params: CallParams, options: RequestOptions): Promise<void> {
    await this.#transport.call(name, params, options)
  }

  /** Reads the state, and keeps which version answered. */
  async state(options: RequestOptions = {}): Promise<VMixState> {
    const state = await this.#transport.state(options)
    if (state.version !== '') this.#version = state.version
    return state
  }

  /** The same for a command that is still to come: what goes wrong here says that it was not sent. */
  async look(options: RequestOptions = {}): Promise<VMixState> {
    try {
      return await this.state(options)
    } catch (error) {
      throw beforeSent(error)
    }
  }

  async #check(name: string, params: SentParams, options: RequestOptions): Promise<readonly CallProblem[]> {
    if (!dependsOnVersion(name, params)) return checkCall(name, params)
    const known = this.#transport.version ?? this.#version
    if (known !== null) {
      const problems = checkCall(name, params, { version: known })
      if (!problems.some(({ severity }) => severity === 'error')) return problems
      // It may have been restarted as a newer one since.
    }
    const { version } = await this.look(options)
    return checkCall(name, params, { version })
  }
}

/**
 * What is missing is refused here even where vMix has a meaning for it: a variable that holds nothing would stop every
 * stream, or change whatever is in preview. Who means that says so.
 */
function isRefused({ severity, code }: CallProblem): boolean {
  return severity === 'error' || code === 'missing'
}

function refusal({ severity, parameter, message }: CallProblem): string {
  if (severity === 'error' || parameter === null) return message
  return `${message} If that is meant, give ${parameter.toLowerCase()}: ''.`
}
