import type { CallParams } from '../call.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'

/** What carries calls to one vMix: its HTTP API, or its TCP API. */
export interface Transport {
  /** The version that is there now, where it is known without asking. */
  readonly version?: string | null
  call(name: string, params: CallParams, options?: RequestOptions): Promise<void>
  state(options?: RequestOptions): Promise<VMixState>
  close(): Promise<void>
}
