import { type Functions, inputOf, RefusedInput, valueOf } from './parameters.ts'

const AUDIO = ['Master', 'Headphones', 'BusA', 'BusB', 'BusC', 'BusD', 'BusE', 'BusF', 'BusG']
const VIDEO = ['Output1', 'Output2', 'Output3', 'Output4', 'None']

/** What a vMix Call's guest hears and sees: activators tell it, no document does. */
export const CALLS: Functions = {
  VideoCallAudioSource: (stage, parameters) => {
    const { key } = inputOf(stage, parameters)
    const source = valueOf(stage, parameters)
    if (!AUDIO.includes(source)) throw new RefusedInput('Audio source not found')
    stage.unseen.callAudio.set(key, source)
  },
  VideoCallVideoSource: (stage, parameters) => {
    const { key } = inputOf(stage, parameters)
    const source = valueOf(stage, parameters)
    if (!VIDEO.includes(source)) throw new RefusedInput('Video source not found')
    stage.unseen.callVideo.set(key, source)
  },
}
