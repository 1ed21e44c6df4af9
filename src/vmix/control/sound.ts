import type { RequestOptions } from '../http-client.ts'
import type { VMixInputAudio, VMixState } from '../state.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import type { BusLetter } from './call-types.ts'
import { confirmed, type Desk } from './confirm.ts'
import { amplitudeToFader } from './fader.ts'
import { findInput, type InputRef } from './input-ref.ts'

/** A fader with its mute button; all of it waits until the state shows it. */
export interface Fader {
  /** Where the fader stands now, 0–100; null where vMix does not tell. */
  fader(options?: RequestOptions): Promise<number | null>
  /** @param fader 0–100, as in vMix's mixer */
  setFader(fader: number, options?: RequestOptions): Promise<VMixState>
  /** Moves the fader there in so many milliseconds (of buses from v28). */
  fade(fader: number, ms: number, options?: RequestOptions): Promise<VMixState>
  mute(options?: RequestOptions): Promise<VMixState>
  unmute(options?: RequestOptions): Promise<VMixState>
}

/** An input's sound. */
export interface InputSound extends Fader {
  /** Sends it to a bus too; `M` is the master. */
  routeTo(bus: BusLetter, options?: RequestOptions): Promise<VMixState>
  /** No longer sends it to that bus. */
  unroute(bus: BusLetter, options?: RequestOptions): Promise<VMixState>
}

/** What of the sound the state shows: the same of inputs and buses. */
type Shown = Pick<VMixInputAudio, 'volume' | 'muted'>

interface Names {
  readonly what: string
  /** Sends what the fader or its button is told; `params` come beside the value. */
  readonly volume: string
  readonly fade: string
  readonly on: string
  readonly off: string
  readonly params: { readonly input?: string }
  /** Beside `on` and `off`. */
  readonly switched: { readonly input?: string; readonly value?: string }
  readonly shown: (state: VMixState) => Shown | null
}

/** How far the fader may stand from where it was put: vMix's state rounds. */
const tolerance = 0.5

export function inputSound(desk: Desk, ref: InputRef): InputSound {
  const names = async (options: RequestOptions): Promise<Names> => {
    const { key, title, audio } = findInput(await desk.calls.look(options), ref)
    if (audio === null) refuse(`The input ${JSON.stringify(title)} has no sound.`)
    return {
      what: `The sound of ${JSON.stringify(title)}`,
      volume: 'SetVolume',
      fade: 'SetVolumeFade',
      on: 'AudioOn',
      off: 'AudioOff',
      params: { input: key },
      switched: { input: key },
      shown: (state) => state.inputs.find((input) => input.key === key)?.audio ?? null,
    }
  }
  const route = async (how: 'On' | 'Off', bus: BusLetter, options: RequestOptions = {}) => {
    const { key, title } = findInput(await desk.calls.look(options), ref)
    await desk.calls.call(`AudioBus${how}`, { input: key, value: bus }, options)
    const isRouted = (state: VMixState) => state.inputs.find((input) => input.key === key)?.audio?.buses.includes(bus)
    return await confirmed(
      desk,
      `Bus ${bus} of ${JSON.stringify(title)}`,
      (state) => isRouted(state) === (how === 'On'),
      options,
    )
  }
  return {
    ...faderOf(desk, names),
    routeTo: (bus, options) => route('On', bus, options),
    unroute: (bus, options) => route('Off', bus, options),
  }
}

export function bus(desk: Desk, letter: BusLetter): Fader {
  const master = letter === 'M'
  return faderOf(desk, async () => ({
    what: master ? 'The master' : `Bus ${letter}`,
    volume: master ? 'SetMasterVolume' : `SetBus${letter}Volume`,
    fade: master ? 'SetMasterVolumeFade' : `SetBus${letter}VolumeFade`,
    on: master ? 'MasterAudioOn' : 'BusXAudioOn',
    off: master ? 'MasterAudioOff' : 'BusXAudioOff',
    params: {},
    switched: master ? {} : { value: letter },
    shown: ({ audio }) => (master ? audio.master : (audio.buses.find(({ name }) => name === letter) ?? null)),
  }))
}

function faderOf(desk: Desk, names: (options: RequestOptions) => Promise<Names>): Fader {
  const { calls } = desk
  const stands =
    ({ shown }: Names, fader: number) =>
    (state: VMixState) => {
      const volume = shown(state)?.volume ?? null
      return volume !== null && Math.abs(faderAt(volume) - fader) <= tolerance
    }
  const switched = async (how: 'on' | 'off', options: RequestOptions = {}) => {
    const found = await names(options)
    await calls.call(found[how], found.switched, options)
    return await confirmed(desk, found.what, (state) => found.shown(state)?.muted === (how === 'off'), options)
  }
  return {
    async fader(options = {}) {
      const volume = (await names(options)).shown(await calls.state(options))?.volume ?? null
      return volume === null ? null : faderAt(volume)
    },
    async setFader(fader, options = {}) {
      const found = await names(options)
      await calls.call(found.volume, { ...found.params, value: fader }, options)
      return await confirmed(desk, found.what, stands(found, fader), options)
    },
    async fade(fader, ms, options = {}) {
      const found = await names(options)
      await calls.call(found.fade, { ...found.params, value: [fader, ms] }, options)
      return await confirmed(desk, found.what, stands(found, fader), { ...options, waitMs: desk.confirmMs + ms })
    },
    mute: (options) => switched('off', options),
    unmute: (options) => switched('on', options),
  }
}

/** vMix rounds amplitudes, at full volume beyond 100 too. */
function faderAt(amplitude: number): number {
  return amplitudeToFader(Math.min(100, Math.max(0, amplitude)))
}

function refuse(message: string): never {
  throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
}
