import type { ShowInput, Stage } from '../stage.ts'
import { amount, type Functions, inputOf, pairOf, type Parameters, RefusedInput, valueOf, whole } from './parameters.ts'
import { member, onOff, type Switch, switching } from './switch-words.ts'
import { fadeVolume, setVolume } from './volume.ts'

const BUSES = ['M', 'A', 'B', 'C', 'D', 'E', 'F', 'G']

type Sound = NonNullable<ShowInput['audio']>

/** An input without sound takes such a call and changes nothing ([?] in vMix). */
function soundOf(stage: Stage, parameters: Parameters): Sound | null {
  return inputOf(stage, parameters).audio
}

/** A switch among the sound's own values. */
function flag(name: 'muted' | 'solo' | 'soloPfl', inverted = false) {
  return (stage: Stage, parameters: Parameters): Switch | null => {
    const sound = soundOf(stage, parameters)
    // A version without it in its document (null) keeps it so.
    if (sound === null || sound[name] === null) return null
    return {
      read: () => sound[name] !== inverted,
      write: (on) => {
        sound[name] = on !== inverted
      },
    }
  }
}

/** Whether the input goes to the bus that Value names; the document lists buses in vMix's order. */
function busSwitch(stage: Stage, parameters: Parameters): Switch | null {
  const bus = valueOf(stage, parameters).trim().toUpperCase()
  if (!BUSES.includes(bus)) throw new RefusedInput('Bus not found')
  const sound = soundOf(stage, parameters)
  if (sound === null) return null
  return {
    read: () => sound.buses.includes(bus),
    write: (on) => {
      const routed = new Set(sound.buses)
      if (on) routed.add(bus)
      else routed.delete(bus)
      sound.buses = BUSES.filter((name) => routed.has(name))
    },
  }
}

function ofInput(act: typeof setVolume) {
  return (stage: Stage, parameters: Parameters): void => {
    const input = inputOf(stage, parameters)
    act(stage, parameters, `volume ${input.key}`, input.audio)
  }
}

function setGain(stage: Stage, parameters: Parameters): void {
  const sound = soundOf(stage, parameters)
  const gain = amount(valueOf(stage, parameters), sound?.gainDb ?? 0, 0, 24)
  if (sound !== null && sound.gainDb !== null) sound.gainDb = gain
}

/** Faders of the channel mixer stand in no document; activators tell them. */
function setChannel(stage: Stage, input: ShowInput, channel: number, text: string): void {
  const faders = stage.unseen.channelMixer.get(input.key) ?? []
  faders[channel - 1] = amount(text, faders[channel - 1] ?? 100, 0, 100)
  stage.unseen.channelMixer.set(input.key, faders)
}

/** Sound of one input. */
export const INPUT_AUDIO: Functions = {
  ...onOff('Audio', flag('muted', true)),
  ...onOff('Solo', flag('solo')),
  ...onOff('SoloPFL', flag('soloPfl')),
  ...onOff('AudioAuto', (stage, parameters) => member(stage.unseen.autoAudio, inputOf(stage, parameters).key)),
  ...switching({ toggle: 'AudioBus', on: 'AudioBusOn', off: 'AudioBusOff' }, busSwitch),
  SoloAllOff: ({ show }) => {
    for (const { audio } of show.inputs) if (audio !== null && audio.solo !== null) audio.solo = false
    for (const bus of show.audio.buses) if (bus.solo !== null) bus.solo = false
  },
  SetVolume: ofInput(setVolume),
  SetVolumeFade: ofInput(fadeVolume),
  SetGain: setGain,
  SetBalance: (stage, parameters) => {
    const sound = soundOf(stage, parameters)
    const balance = amount(valueOf(stage, parameters), sound?.balance ?? 0, -1, 1)
    if (sound !== null) sound.balance = balance
  },
  SetVolumeChannelMixer: (stage, parameters) => {
    const input = inputOf(stage, parameters)
    const [channel, volume] = pairOf(stage, parameters)
    setChannel(stage, input, whole(channel, 1, 16), volume)
  },
  ...Object.fromEntries(
    Array.from({ length: 16 }, (_, index): [string, Functions[string]] => [
      `SetVolumeChannelMixer${index + 1}`,
      (stage, parameters) => setChannel(stage, inputOf(stage, parameters), index + 1, valueOf(stage, parameters)),
    ]),
  ),
}
