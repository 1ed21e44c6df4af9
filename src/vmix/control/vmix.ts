import type { CallParams } from '../call.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import type { VMixWatcher } from '../watch/index.ts'
import type { BusLetter, CallReply } from './call-types.ts'
import type { FunctionArgs, FunctionGroups, FunctionName, OverlayFunctions } from './functions.generated.ts'
import type { InputRef } from './input-ref.ts'
import type { InstantReplay } from './instant-replay.ts'
import type { Overlay } from './overlays.ts'
import type { PlaylistControl, ScriptControl } from './running-order.ts'
import type { Fader, InputSound } from './sound.ts'
import type { MixOptions } from './switching.ts'
import type { TitleFields } from './titles.ts'

/**
 * One vMix: every function of its catalogue in its own groups (`audio`, `replay`, `output`, …), and helpers that look up
 * inputs and wait until the state shows what was asked for.
 *
 * Each call is checked against the catalogue before it is sent, and refused (`invalid_parameter`, nothing sent) where it
 * is known to be wrong, or newer than this vMix. Calls record nothing: for starting and stopping of streams and recordings
 * use the controller, which keeps the show log.
 */
export interface VMix extends Omit<FunctionGroups, 'overlay'>, AsyncDisposable {
  readonly host: string
  /** The port that calls go to: of the Web Controller, or of the TCP API. */
  readonly port: number
  /** Overlay 1 to 8 by number, confirmed by the state; its properties are vMix's own overlay functions. */
  readonly overlay: OverlayFunctions & ((number: number) => Overlay)
  /** vMix's playlists. */
  readonly playlists: PlaylistControl
  readonly instantReplay: InstantReplay
  readonly scripts: ScriptControl

  /**
   * Calls a function by its name, typed by the catalogue.
   *
   * @throws {VMixAPIError} `invalid_parameter`, `function_refused`, `http_status`
   * @throws {VMixConnectionError} with `mayHaveBeenSent`
   * @example await vmix.call('SetVolumeFade', { input: 'Camera 1', value: [0, 2000] })
   */
  call<Name extends FunctionName>(name: Name, ...args: FunctionArgs[Name]): Promise<CallReply>

  /** Sends any function with any parameters, by vMix's own names and unchecked: for what the catalogue does not know. */
  callUnchecked(name: string, params?: CallParams, options?: RequestOptions): Promise<void>

  /** Reads the state document. @throws {VMixAPIError} `bad_state`, `http_status` @throws {VMixConnectionError} */
  state(options?: RequestOptions): Promise<VMixState>

  /**
   * Brings an input to program and waits until the state shows it there. Where it is there already nothing is sent: of a
   * transition that is under way, and will take it away again, vMix's state tells nothing.
   *
   * @throws {VMixAPIError} `invalid_parameter` (no such input, or several of that title), `not_confirmed`
   */
  cutTo(input: InputRef, options?: MixOptions): Promise<VMixState>
  /** The same with a fade. @param ms how long it takes */
  fadeTo(input: InputRef, ms: number, options?: MixOptions): Promise<VMixState>

  /**
   * Fills fields of a title and waits until the state shows them.
   *
   * @example await vmix.setTitle('Lower third', { Name: 'Ada Lovelace', 'Role.Text': 'Analyst' })
   */
  setTitle(input: InputRef, fields: TitleFields, options?: RequestOptions): Promise<VMixState>

  /** The sound of an input. @example await vmix.sound('Camera 1').fade(0, 2000) */
  sound(input: InputRef): InputSound
  /** A bus; `M` is the master. */
  bus(letter: BusLetter): Fader

  /**
   * The watcher of this vMix: the same one for everybody who asks, with one connection and one poll for all of them. It
   * begins with the first call, ends with {@link close}, and always looks at both ports, whichever one the calls go to.
   *
   * @throws {VMixConnectionError} `closed`
   */
  watch(): VMixWatcher

  /** Ends what runs and every connection. Nothing is sent to vMix. */
  close(): Promise<void>
}
