import { majorVersion } from '../../vmix/index.ts'
import type { Stage } from '../stage.ts'
import { type Functions, RefusedInput } from './parameters.ts'

/** From 24.0.0.60 on it is off over the API (one good source); how vMix says so is not known. */
function dynamicIsOff({ show }: Stage): boolean {
  const major = majorVersion(show.version)
  if (major !== 24) return major > 24
  return Number(show.version.split('.')[3] ?? 0) >= 60
}

/** Scripts do nothing here: they are taken, as `ScriptStart` and `ScriptStop` are too. */
export const SCRIPTS: Functions = {
  ScriptStartDynamic: (stage) => {
    if (dynamicIsOff(stage)) throw new RefusedInput('Dynamic scripts are off')
  },
}
