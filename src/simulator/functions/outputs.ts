import type { VMixFunction } from './parameters.ts'

/** Recording, MultiCorder and external output: none of them takes a parameter. */
export const OUTPUTS: Readonly<Record<string, VMixFunction>> = {
  StartRecording: (vmix) => vmix.recorder.start(),
  StopRecording: (vmix) => vmix.recorder.stop(),
  StartStopRecording: (vmix) => (vmix.recorder.view().active ? vmix.recorder.stop() : vmix.recorder.start()),
  StartMultiCorder: (vmix) => {
    vmix.multiCorder = true
  },
  StopMultiCorder: (vmix) => {
    vmix.multiCorder = false
  },
  StartStopMultiCorder: (vmix) => {
    vmix.multiCorder = !vmix.multiCorder
  },
  StartExternal: (vmix) => {
    vmix.external = true
  },
  StopExternal: (vmix) => {
    vmix.external = false
  },
  StartStopExternal: (vmix) => {
    vmix.external = !vmix.external
  },
}
