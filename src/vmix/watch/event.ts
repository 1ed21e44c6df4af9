import type {
  VMixBus,
  VMixDynamic,
  VMixInput,
  VMixInputAudio,
  VMixOutput,
  VMixRecording,
  VMixState,
  VMixTransition,
} from '../state.ts'
import type { VMixActivator, VMixTally } from '../tcp/index.ts'

/** A value before and after. `null` is "not told" or "not there", never a guessed off. */
export interface Change<T> {
  readonly before: T
  readonly after: T
}

/** What differs between two state documents. Channels count from 0; inputs, overlays, mixes and outputs from 1. */
export type VMixChange =
  | ({ readonly type: 'streaming'; readonly channel: number } & Change<boolean | null>)
  | ({ readonly type: 'recording' } & Change<VMixRecording>)
  /** `fields`: what is different. Sound has an event of its own, `audio`. */
  | ({
      readonly type: 'input'
      readonly change: 'added' | 'removed' | 'moved' | 'changed'
      readonly key: string
      readonly fields: readonly string[]
    } & Change<VMixInput | null>)
  /** Numbers of inputs; `mix` 1 is the main one. Inputs that are moved change these too, and `input` tells of that before. */
  | ({ readonly type: 'program' | 'preview'; readonly mix: number } & Change<number | null>)
  /** The number of the input that the overlay shows; `preview`: whether it shows it in preview alone, not on air. */
  | ({ readonly type: 'overlay'; readonly overlay: number; readonly preview: Change<boolean> } & Change<number | null>)
  | ({
      readonly type: 'audio'
      readonly of: 'input'
      readonly key: string
      readonly input: number
    } & Change<VMixInputAudio | null>)
  /** `bus`: `master`, `A` … `G`. */
  | ({ readonly type: 'audio'; readonly of: 'bus'; readonly bus: string } & Change<VMixBus | null>)
  /** `output` 1 … of its `kind`, `output` or `fullscreen`. */
  | ({ readonly type: 'output'; readonly kind: string; readonly output: number } & Change<VMixOutput | null>)
  | ({ readonly type: 'multiCorder' | 'external' | 'fadeToBlack' | 'playList' | 'fullscreen' } & Change<boolean | null>)
  | ({ readonly type: 'transition'; readonly transition: number } & Change<VMixTransition | null>)
  | ({ readonly type: 'dynamic' } & Change<VMixDynamic | null>)
  | ({ readonly type: 'preset' } & Change<string | null>)
  /** Another vMix answers than before. */
  | ({ readonly type: 'version' } & Change<VMixVersion>)

export interface VMixVersion {
  readonly version: string
  readonly edition: string
}

/** How each input stands, from input 1 on, and who says so: vMix's own `TALLY`, or what follows from the state document. */
export interface VMixTallyView {
  readonly source: 'vmix' | 'state'
  readonly inputs: readonly VMixTally[]
}

/** How a watcher and its vMix stand. */
export interface VMixConnection {
  /** The last state read succeeded. */
  readonly connected: boolean
  /** By which of vMix's ports the state was read; null before the first time. */
  readonly via: 'http' | 'tcp' | null
  /** Activators and tally arrive as things happen; else everything is seen by polling alone. */
  readonly pushed: boolean
  /** Version of the vMix that answered last; null before the first time. */
  readonly version: string | null
  /** Why it is not connected; null when it is. Holds no secrets. */
  readonly error: { readonly code: string; readonly message: string } | null
}

/** What a watcher tells, by its `type`. `atMs` is the wall clock, ms since 1970. */
export type VMixEvent = { readonly atMs: number } & (
  | VMixChange
  /** The first event of each listener that iterates: where it all begins. */
  | { readonly type: 'snapshotted'; readonly state: VMixState; readonly connected: boolean }
  | ({ readonly type: 'connection' } & Change<VMixConnection>)
  | ({ readonly type: 'tally' } & Change<VMixTallyView | null>)
  /** As vMix sent it, at once, before the state is read. */
  | ({ readonly type: 'activator' } & Omit<VMixActivator, 'kind'>)
  /** This listener was too slow: so many events before this one were left out. `state` is what they led to. */
  | { readonly type: 'dropped'; readonly count: number; readonly state: VMixState | null }
)

/** The names of {@link VMixEvent}, for `on` and `off`. */
export type VMixEventType = VMixEvent['type']

/** The events of one type. */
export type VMixEventOf<T extends VMixEventType> = Extract<VMixEvent, { readonly type: T }>
