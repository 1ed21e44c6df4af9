import type { RequestOptions } from '../http-client.ts'
import type { InputRef } from './input-ref.ts'

/** vMix took the call. That says nothing of whether it is done: read the state to know. */
export interface CallReply {
  /** What may be wrong with the call, although it was sent; empty for nearly all. */
  readonly warnings: readonly string[]
}

/** What a parameter may hold: parts of a value may be given as a list, `[50, 2000]` for `50,2000`. */
export type ParameterValue = InputRef | readonly (string | number | undefined)[]

export type GivenParams = { readonly [parameter: string]: ParameterValue | undefined }

/** Parameters, then options of the request. */
export type Args<Params> = [params: Params, options?: RequestOptions]
export type OptionalArgs<Params> = [params?: Params, options?: RequestOptions]

/** Of functions that take none. */
export type NoParams = { readonly [parameter: string]: never }

/** Of functions of which it is not known which they take. */
export type AnyParams = {
  readonly input?: InputRef
  readonly value?: string | number
  readonly duration?: number
  readonly mix?: number
  readonly channel?: string
  readonly selectedName?: string
  readonly selectedIndex?: string | number
}

/** `M` is the master. */
export type BusLetter = 'M' | 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G'
