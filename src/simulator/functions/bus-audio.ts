import type { Show, Stage } from '../stage.ts'
import { amplitudeOf, faderOf } from './fader.ts'
import { amount, type Functions, type Parameters, RefusedInput, valueOf } from './parameters.ts'
import { onOff, type Switch, switching } from './switch-words.ts'
import { fadeVolume, setVolume } from './volume.ts'

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G']

type Bus = Show['audio']['buses'][number]

/** Master for `M`. A bus that this show does not have takes the call and changes nothing ([?] in vMix). */
function busOf({ show }: Stage, letter: string): Bus | null {
  if (letter === 'M') return show.audio.master
  if (!LETTERS.includes(letter)) throw new RefusedInput('Bus not found')
  return show.audio.buses.find(({ name }) => name === letter) ?? null
}

function named(stage: Stage, parameters: Parameters): Bus | null {
  return busOf(stage, valueOf(stage, parameters).trim().toUpperCase())
}

function flag(bus: Bus | null, name: 'muted' | 'solo' | 'sendToMaster', inverted = false): Switch | null {
  if (bus === null || bus[name] === null) return null
  return {
    read: () => bus[name] !== inverted,
    write: (on) => {
      bus[name] = on !== inverted
    },
  }
}

function ofBus(act: typeof setVolume, letter: string) {
  return (stage: Stage, parameters: Parameters): void => act(stage, parameters, `bus ${letter}`, busOf(stage, letter))
}

/** `SetMasterVolume`, `SetBusAVolume` … and their fades. */
function volumes(name: string, letter: string): Functions {
  return {
    [`Set${name}Volume`]: ofBus(setVolume, letter),
    [`Set${name}VolumeFade`]: ofBus(fadeVolume, letter),
  }
}

/** Master and buses A to G. */
export const BUS_AUDIO: Functions = {
  ...volumes('Master', 'M'),
  ...Object.fromEntries(LETTERS.flatMap((letter) => Object.entries(volumes(`Bus${letter}`, letter)))),
  ...onOff('MasterAudio', (stage) => flag(busOf(stage, 'M'), 'muted', true)),
  ...onOff('BusAAudio', (stage) => flag(busOf(stage, 'A'), 'muted', true)),
  ...onOff('BusBAudio', (stage) => flag(busOf(stage, 'B'), 'muted', true)),
  ...onOff('BusXAudio', (stage, parameters) => flag(named(stage, parameters), 'muted', true)),
  ...onOff('BusXSolo', (stage, parameters) => flag(named(stage, parameters), 'solo')),
  ...switching(
    { toggle: 'BusXSendToMaster', on: 'BusXSendToMasterOn', off: 'BusXSendToMasterOff' },
    (stage, parameters) => flag(named(stage, parameters), 'sendToMaster'),
  ),
  SetHeadphonesVolume: (stage, parameters) => {
    const master = stage.show.audio.master
    const fader = amount(valueOf(stage, parameters), faderOf(master?.headphonesVolume ?? 100), 0, 100)
    if (master !== null) master.headphonesVolume = amplitudeOf(fader)
  },
}
