import { type CallParams, redactedCall } from '../call.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import type { VMixState } from '../state.ts'
import { parseState } from '../state-parser.ts'
import { callLine } from './call-line.ts'
import { Link, type ReadyOptions } from './link.ts'
import type { VMixActivator, VMixTally, VMixTcpMessage } from './message.ts'
import { linkOptions, type VMixTcpOptions } from './options.ts'
import type { Expected } from './requests.ts'
import type { VMixTcpState } from './state.ts'

export interface VMixTcpClientOptions extends VMixTcpOptions {
  /** For each request, waiting in the queue included, ms; 5000 unless given. */
  readonly timeoutMs?: number | undefined
  /** How many requests may wait behind the one under way; 256 unless given. One more fails at once. */
  readonly maxQueued?: number | undefined
}

export interface TcpRequestOptions {
  readonly signal?: AbortSignal | undefined
  /** ms, above 0; the client's own unless given. */
  readonly timeoutMs?: number | undefined
}

/**
 * One vMix over its TCP API, for calls at high rates. It begins to connect when it is made, and connects again by itself
 * whenever the connection is lost; connecting changes nothing in vMix.
 *
 * Requests go out one at a time, each after the answer to the one before. What is asked while there is no connection
 * fails at once with `mayHaveBeenSent: false`; a call whose connection ended after it was sent says `mayHaveBeenSent:
 * true`, and is never sent again. A request that is aborted, or not answered in time, costs the connection: its answer
 * could still come, and would be taken for the next one's.
 *
 * @example
 * await using vmix = new VMixTcpClient({ host: 'localhost' })
 * await vmix.ready()
 * await vmix.call('SetVolume', { Input: 'Host', Value: 80 })
 */
export class VMixTcpClient {
  readonly host: string
  readonly port: number
  readonly #link: Link
  readonly #timeoutMs: number
  readonly #maxQueued: number

  /** @throws {RangeError} for a port that cannot be one, times that are not above 0, and limits that are none */
  constructor(options: VMixTcpClientOptions) {
    this.#timeoutMs = above0(options.timeoutMs ?? 5000)
    this.#maxQueued = options.maxQueued ?? 256
    // Of one that is none every queue would be within it.
    if (!(this.#maxQueued >= 0)) throw new RangeError('A queue has room for 0 requests at least.')
    const link = linkOptions(options, this.#maxQueued)
    this.host = link.target.host
    this.port = link.target.port
    this.#link = new Link(link)
  }

  get state(): VMixTcpState {
    return this.#link.state
  }

  /** Tells every change of `state`; a `down` again only where its reason is another. @returns stops it */
  onStateChange(listener: (state: VMixTcpState) => void): () => void {
    return this.#link.onStateChange(listener)
  }

  /** Waits until the connection is up. @returns vMix's version @throws {VMixConnectionError} why it is not */
  ready(options: ReadyOptions = {}): Promise<string> {
    return this.#link.ready(options)
  }

  /**
   * Calls a function, once. vMix answers OK here even to names that it does not know ([B]), so that resolving says no
   * more than that the line arrived: check names against the catalogue before, and read the state after.
   *
   * @throws {VMixAPIError} `function_refused`, `invalid_parameter`
   * @throws {VMixConnectionError} with `mayHaveBeenSent`
   */
  async call(name: string, params: CallParams = {}, options: TcpRequestOptions = {}): Promise<void> {
    const reply = await this.#ask(callLine(name, params), { command: 'FUNCTION' }, options)
    if (reply.kind === 'reply' && reply.ok) return
    throw refused(`vMix refused ${redactedCall(name, params)}: the input or value is wrong, or it cannot do it now.`)
  }

  /** Reads the state document. @throws {VMixAPIError} `bad_state`, `function_refused` @throws {VMixConnectionError} */
  async readState(options: TcpRequestOptions = {}): Promise<VMixState> {
    return parseState(await this.stateXml(options))
  }

  /** The state document as vMix sent it. @throws {VMixAPIError} `function_refused` @throws {VMixConnectionError} */
  async stateXml(options: TcpRequestOptions = {}): Promise<string> {
    const reply = await this.#ask('XML\r\n', 'xml', options)
    if (reply.kind === 'xml') return reply.xml
    throw refused('vMix refused to send its state.')
  }

  /**
   * One text of the state document; null where it has no such place.
   *
   * @param path as vMix reads it, such as `vmix/inputs/input[1]/@title`
   */
  async xmlText(path: string, options: TcpRequestOptions = {}): Promise<string | null> {
    const reply = await this.#ask(`XMLTEXT ${oneLine(path)}\r\n`, { command: 'XMLTEXT' }, options)
    return reply.kind === 'reply' && reply.ok ? reply.text : null
  }

  /** How each input stands, from input 1 on. @throws {VMixAPIError} `function_refused` @throws {VMixConnectionError} */
  async tally(options: TcpRequestOptions = {}): Promise<readonly VMixTally[]> {
    const reply = await this.#ask('TALLY\r\n', 'tally', options)
    if (reply.kind === 'tally') return reply.inputs
    throw refused('vMix refused to send its tally.')
  }

  /**
   * The present value of an activator, `ACTS Name [input]`.
   *
   * @throws {VMixAPIError} `function_refused`: no such activator, or no such input
   */
  async activator(name: string, input: number | null = null, options: TcpRequestOptions = {}): Promise<VMixActivator> {
    const line = `ACTS ${oneLine(name)}${input === null ? '' : ` ${input}`}\r\n`
    const reply = await this.#ask(line, 'activator', options)
    if (reply.kind === 'activator') return reply
    const why = reply.kind === 'reply' && reply.text !== '' ? ` (${reply.text.slice(0, 80)})` : ''
    throw refused(`vMix refused to tell ${name}${input === null ? '' : ` of input ${input}`}${why}.`)
  }

  /** Asks for a sign of life. @throws {VMixConnectionError} */
  async ping(options: TcpRequestOptions = {}): Promise<void> {
    await this.#ask('PING\r\n', { command: 'PING' }, options)
  }

  /** Ends what runs (`closed`) and the connection. Nothing is sent to vMix. */
  close(): Promise<void> {
    return this.#link.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #ask(line: string, expected: Expected, options: TcpRequestOptions): Promise<VMixTcpMessage> {
    const timeoutMs = above0(options.timeoutMs ?? this.#timeoutMs)
    const { conversation } = this.#link
    if (conversation === null) throw this.#link.unavailable()
    if (conversation.full) {
      const message = `${this.#maxQueued} requests to vMix are waiting already. Nothing was sent: ask again when some are answered.`
      throw new VMixConnectionError('busy', message, { mayHaveBeenSent: false })
    }
    return await conversation.ask({ line, expected, timeoutMs, signal: options.signal })
  }
}

/** A time that is none would never be over. */
function above0(ms: number): number {
  if (ms > 0) return ms
  throw new RangeError('Times are milliseconds above 0.')
}

function refused(message: string): VMixAPIError {
  return new VMixAPIError('function_refused', message, { mayHaveBeenSent: true })
}

function oneLine(text: string): string {
  if (!/[\r\n]/.test(text)) return text
  throw new VMixAPIError('invalid_parameter', 'What is asked for holds the end of a line. Nothing was sent.', {
    mayHaveBeenSent: false,
  })
}
