import type { CallParams } from '../call.ts'
import { functionInfo } from './functions.ts'

/** Functions that stop what is on air: they wait for nothing, not even for a look at the version. */
const stops = /^Stop(?:Streaming|Recording|SRTOutput|MultiCorder|External)$/

/** Every version that this library knows has functions of this age. */
const oldest = 21

/**
 * Whether `checkCall` needs to know which version of vMix it is for: the function is not in all of them, or names a
 * stream. Never for what stops something.
 */
export function dependsOnVersion(
  name: string,
  params: CallParams | Readonly<Record<string, string | number | undefined>>,
): boolean {
  const info = functionInfo(name)
  if (info === null || stops.test(name)) return false
  const namesStream = info.parameters?.some((each) => each.parts[0]?.kind.kind === 'stream') === true
  return (info.since ?? oldest) > oldest || (namesStream && params.Value !== undefined && params.Value !== '')
}
