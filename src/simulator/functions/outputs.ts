import type { Show, Stage } from '../stage.ts'
import type { Functions } from './parameters.ts'
import { type Switch, switching } from './switch-words.ts'

function flag(name: 'multiCorder' | 'external' | 'fullscreen') {
  return ({ show }: { readonly show: Show }): Switch => ({
    read: () => show[name] === true,
    write: (on) => {
      show[name] = on
    },
  })
}

const recording = ({ recorder }: Stage): Switch => ({
  read: () => recorder.view().active,
  write: (on) => (on ? recorder.start() : recorder.stop()),
})

/** `StartX`, `StopX` and `StartStopX`. */
function startStop(name: string, of: (stage: Stage) => Switch): Functions {
  return switching({ toggle: `StartStop${name}`, on: `Start${name}`, off: `Stop${name}` }, of)
}

/** Recording, MultiCorder, external output, fullscreen: none of them takes a parameter. */
export const OUTPUTS: Functions = {
  ...startStop('Recording', recording),
  ...startStop('MultiCorder', flag('multiCorder')),
  ...startStop('External', flag('external')),
  ...switching({ toggle: 'Fullscreen', on: 'FullscreenOn', off: 'FullscreenOff' }, flag('fullscreen')),
}
