import type { VMixStreamingController } from '../../controller/index.ts'
import type { StreamDestination, SrtDestination } from '../../controller/index.ts'
import type { GatewayControl, PreviewLink } from '../../gateway/index.ts'
import type { UploadTurn } from '../../preflight/index.ts'
import type { Rehearsal } from '../../rehearsal/index.ts'
import type { Secret } from '../../secrets/index.ts'
import type { JsonObject } from '../../witness/index.ts'
import type { Board } from '../board/index.ts'
import type { PresetView } from '../view/index.ts'

/** Everything that a server watches and drives; what stands in front of it (HTTP, page) asks and steers this. */
export interface ControlRoom extends AsyncDisposable {
  /** What is shown, as it stands. */
  readonly board: Board
  /** Every vMix, by its stable name, in the order of the configuration. */
  readonly desks: ReadonlyMap<string, InstanceDesk>
  readonly presets: PresetBook
  readonly kept: KeptShows
  /** Null while none was found or started; `board` says why. */
  readonly gateway: RoomGateway | null
  /** So long nobody has answered as the gateway, ms; 0: it answers. Null: this room has none. */
  readonly gatewayGoneForMs: number | null
  /** Receivers on this machine that take a show instead of its destinations. */
  readonly rehearsal: Pick<Rehearsal, 'receiverFor'>
  /** Absolute; what is written into during a show: log, settings, recordings. */
  readonly writtenFolders: readonly string[]
  /** Where a preflight measures the line by posting to it; null: nowhere. */
  readonly uploadTo: string | null
  /** Whose preflight measures it now: one at a time. */
  readonly uploadTurn: UploadTurn
  /** Records what concerns no vMix, in the log named `server`: refusals, tokens, configuration. Never waits for the disk. */
  record(eventType: string, params: JsonObject, actor: string): void
}

/** The gateway, whatever process it is by now; while there is none, it refuses with why (`unreachable`). */
export interface RoomGateway extends GatewayControl {
  /**
   * A link to watch a feed with.
   *
   * @throws GatewayError `no_such_feed`, `unreachable`
   */
  previewLink(instance: string, channel: number, signal?: AbortSignal): Promise<PreviewLink>
}

/** One vMix: its controller, and what is done through this server. */
export interface InstanceDesk {
  readonly id: string
  readonly name: string
  readonly controller: VMixStreamingController
  /** Looks at once instead of at the next turn: after an operation, so that the page shows what it did. */
  lookNow(): void
}

/** Where streams can be sent to. */
export interface PresetBook {
  list(): readonly PresetView[]
  /** For a start: URL, and a reference to the key. Null: there is none of this id. */
  destination(id: string): StreamDestination | SrtDestination | null
  /** Adds one, or replaces one that was added here. @throws RoomError `from_file` for one of the configuration file */
  put(preset: NewPreset): Promise<PresetView>
  /** Keeps a new key, in a file that its owner alone can read. @throws RoomError `unknown_preset` */
  replaceKey(id: string, key: Secret): Promise<void>
  remove(id: string): Promise<void>
}

/** Where the keys of streams that were started stand; kept over a restart, and never a key itself. */
export interface KeptShows {
  /** To be called before a start; waits for nothing. */
  note(instance: string, channel: number, destinations: readonly (StreamDestination | SrtDestination)[]): void
  /** The stream was stopped. */
  forget(instance: string, channel: number): void
  /** A destination of the show log, with where its key stands; null: not known here, or not by RTMP. */
  find(
    instance: string,
    channel: number,
    recorded: { readonly destinationId: string; readonly url: string },
  ): StreamDestination | null
  /** Destinations of the show log, in the order in which they were asked for. */
  inOrder<T extends { readonly destinationId: string; readonly url: string }>(
    instance: string,
    channel: number,
    recorded: readonly T[],
  ): readonly T[]
}

/** A destination as it is added on the page or over the API. */
export interface NewPreset {
  readonly id: string
  readonly name: string
  readonly platform: PresetView['platform']
  /** Without key; null: the platform's own. */
  readonly url: string | null
  readonly key: Secret | null
}
