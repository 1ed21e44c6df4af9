import { functionInfo, majorVersion } from '../../vmix/index.ts'
import type { Stage } from '../stage.ts'

/**
 * Whether the simulated version has a function: one of the catalogue that did not come with a later version. Overlays
 * beyond those that the document shows have none; those that no list names (9 to 16) are taken to have what 1 to 8 have.
 */
export function isKnown({ show }: Stage, name: string): boolean {
  const overlay = /^(?:Preview)?OverlayInput([1-9]\d?)(?!\d)/.exec(name)?.[1]
  if (overlay !== undefined && Number(overlay) > show.overlays.length) return false
  const info = functionInfo(overlay === undefined ? name : name.replace(overlay, overlay.length > 1 ? '8' : overlay))
  return info !== null && (info.since === null || info.since <= majorVersion(show.version))
}

/** Whether a function of the catalogue takes an input. */
export function takesInput(name: string): boolean {
  return functionInfo(name)?.parameters?.some((parameter) => parameter.name === 'Input') ?? false
}
