/** vMix's own grouping of its functions. */
export type FunctionCategory =
  | 'General'
  | 'Audio'
  | 'Transition'
  | 'Output'
  | 'Title'
  | 'Input'
  | 'Overlay'
  | 'PlayList'
  | 'Scripting'
  | 'Replay'
  | 'NDI'
  | 'OMT'
  | 'PTZ'
  | 'Preset'
  | 'DataSources'
  | 'Browser'

export type ParameterName = 'Input' | 'Value' | 'Duration' | 'Mix' | 'Channel' | 'SelectedName' | 'SelectedIndex'

/** One function of vMix, as far as it is known. */
export interface FunctionInfo {
  readonly name: string
  readonly category: FunctionCategory
  /** In vMix's own names; null: which it takes is not known. */
  readonly parameters: readonly ParameterInfo[] | null
  /** The first major version that has it; 21 means 21 or before; null is not known. */
  readonly since: number | null
  /**
   * The editions of vMix that have it; null, which it is of every function: no list says so, it is not known. Nothing is
   * checked against editions, and nothing is blocked because of one.
   */
  readonly editions: readonly string[] | null
  /** The lists that have it, of: the vendor's help of v28 and of v29, vmixapi.com, Companion's module. */
  readonly lists: readonly FunctionList[]
}

export type FunctionList = 'help28' | 'vmixapi' | 'v29' | 'companion'

/** One parameter of a function. */
export interface ParameterInfo {
  readonly name: ParameterName
  /**
   * `required`: the function makes no sense without it. `wanted`: vMix has a meaning for its absence that is seldom the
   * one meant (the input in preview, all streams, a file dialog on the vMix machine). `optional`: as it says.
   */
  readonly need: 'required' | 'wanted' | 'optional'
  /** Parts of the value, which commas part; most have one. */
  readonly parts: readonly ValuePart[]
}

export interface ValuePart {
  /** What it is: `volume`, `layer`, `key`. */
  readonly label: string
  readonly optional: boolean
  readonly kind: ValueKind
}

/** What a value may be. Where `sure` is false the limits are described somewhere, but vMix may take more. */
export type ValueKind =
  | { readonly kind: 'text' | 'input' | 'time' | 'colour' | 'transition' }
  /** Number of a stream, from 0; how many there are depends on the version. */
  | { readonly kind: 'stream' }
  | {
      readonly kind: 'number'
      readonly whole: boolean
      readonly min: number | null
      readonly max: number | null
      readonly sure: boolean
    }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly sure: boolean }
