import type { CallParams } from '../call.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import { VMixTcpClient, type VMixTcpClientOptions } from '../tcp/index.ts'
import type { Transport } from './transport.ts'

/**
 * One vMix over its TCP API. It connects with the first request, which waits for the connection; later ones fail at once
 * while it is down, so that nothing is sent later than it was meant.
 */
export class TcpTransport implements Transport {
  readonly #options: VMixTcpClientOptions
  #client: VMixTcpClient | null = null
  #wasUp = false
  #closed = false

  constructor(options: VMixTcpClientOptions) {
    this.#options = options
  }

  /** As greeted: a vMix that comes back as another version says so before anything is sent to it. */
  get version(): string | null {
    const state = this.#client?.state
    return state?.kind === 'up' ? state.version : null
  }

  async call(name: string, params: CallParams, options: RequestOptions = {}): Promise<void> {
    const client = await this.#ready(options)
    await client.call(name, params, options)
  }

  async state(options: RequestOptions = {}): Promise<VMixState> {
    const client = await this.#ready(options)
    return await client.readState(options)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.close()
  }

  async #ready({ signal }: RequestOptions): Promise<VMixTcpClient> {
    if (this.#closed) {
      throw new VMixConnectionError('closed', 'This vMix is closed. Make a new one.', { mayHaveBeenSent: false })
    }
    const client = (this.#client ??= new VMixTcpClient(this.#options))
    if (!this.#wasUp) {
      // Each waits for itself: one that is aborted says nothing about the others.
      await client.ready({ signal, timeoutMs: this.#options.timeoutMs ?? 5000 })
      this.#wasUp = true
    }
    return client
  }
}
