import type { CallParams } from '../call.ts'
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
  #first: Promise<unknown> | null = null
  #closed = false

  constructor(options: VMixTcpClientOptions) {
    this.#options = options
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
    const client = (this.#client ??= new VMixTcpClient(this.#options))
    // A closed client says so itself.
    if (this.#closed) await client.close()
    this.#first ??= client.ready({ signal }).catch((error: unknown) => {
      // The next request waits for the connection again: none has been up yet.
      this.#first = null
      throw error
    })
    await this.#first
    return client
  }
}
