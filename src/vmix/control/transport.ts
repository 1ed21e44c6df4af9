import type { CallParams } from '../call.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'

/** What carries calls to one vMix: its HTTP API, or its TCP API. */
export interface Transport {
  call(name: string, params: CallParams, options?: RequestOptions): Promise<void>
  state(options?: RequestOptions): Promise<VMixState>
  close(): Promise<void>
}
