import type { CallParams } from '../call.ts'
import { majorVersion } from '../version.ts'
import type { FunctionInfo, ParameterName } from './function-info.ts'
import { functionInfo } from './functions.ts'
import { isParameter } from './read-table.ts'
import { similarFunctions } from './similar.ts'
import { checkValue, describeParts } from './value-check.ts'

/** What is wrong with a call, or may be. */
export interface CallProblem {
  /** `error`: known to be wrong. `warning`: it may be; vMix is known, or likely, to take it. */
  readonly severity: 'error' | 'warning'
  readonly code: 'unknown_function' | 'unknown_parameter' | 'missing' | 'bad_value' | 'out_of_range' | 'not_in_version'
  readonly parameter: ParameterName | null
  /** A sentence; it never holds a value, because some are secret. */
  readonly message: string
}

/** What is known of the vMix that the call would go to. */
export interface CheckOptions {
  /** Version of the vMix, as its state has it or its major number; absent: not known, and nothing is checked against it. */
  readonly version?: string | number | null
}

/**
 * Checks a call against the catalogue before it is sent: the name, the parameters that the function takes, what they may
 * hold, and whether this version of vMix has it. Pure, and never shows a value.
 *
 * @param params in vMix's own names; numbers may be given as text
 * @example checkCall('SetVolume', { Input: 1, Value: 180 })[0]?.message // 'SetVolume: Value must be a number from 0 to 100.'
 */
export function checkCall(
  name: string,
  params: CallParams | Readonly<Record<string, string | number | undefined>>,
  { version = null }: CheckOptions = {},
): readonly CallProblem[] {
  const info = functionInfo(name)
  if (info === null) return [unknownFunction(name)]
  const major = typeof version === 'string' ? majorVersion(version) : version
  const known = major === null || major === 0 ? null : major
  const given = Object.entries(params).filter(([, value]) => value !== undefined)
  return [
    ...versionProblem(info, version, known),
    ...given.flatMap(unknownParameter(info)),
    ...parameterProblems(info, params, known),
  ]
}

function unknownFunction(name: string): CallProblem {
  const similar = similarFunctions(name)
  const hint = similar.length === 0 ? '' : ` Did you mean ${similar.join(' or ')}?`
  return {
    severity: 'error',
    code: 'unknown_function',
    parameter: null,
    message: `vMix has no function ${JSON.stringify(name.slice(0, 60))} that is known here.${hint}`,
  }
}

function versionProblem(
  { name, since }: FunctionInfo,
  version: string | number | null,
  major: number | null,
): readonly CallProblem[] {
  if (since === null || major === null || major >= since) return []
  const message = `${name} came with vMix ${since}; this is vMix ${version}.`
  return [{ severity: 'error', code: 'not_in_version', parameter: null, message }]
}

function unknownParameter({ name, parameters }: FunctionInfo) {
  return ([given]: readonly [string, unknown]): readonly CallProblem[] => {
    if (isParameter(given) && (parameters === null || parameters.some((parameter) => parameter.name === given)))
      return []
    const takes = parameters === null ? 'what it takes is not known' : takesText(parameters.map((each) => each.name))
    const message = `${name} takes no parameter ${given.slice(0, 40)}: ${takes}.`
    return [{ severity: 'error', code: 'unknown_parameter', parameter: isParameter(given) ? given : null, message }]
  }
}

function takesText(names: readonly string[]): string {
  return names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`
}

function parameterProblems(
  { name, parameters }: FunctionInfo,
  params: Readonly<Record<string, string | number | undefined>> | CallParams,
  major: number | null,
): readonly CallProblem[] {
  return (parameters ?? []).flatMap((parameter): readonly CallProblem[] => {
    const value = params[parameter.name]
    const base = { parameter: parameter.name } as const
    if (value === undefined) {
      if (parameter.need === 'optional') return []
      const severity = parameter.need === 'required' ? 'error' : 'warning'
      const message = `${name} ${severity === 'error' ? 'needs' : 'should have'} ${parameter.name}: ${describeParts(parameter.parts)}.${absent(parameter)}`
      return [{ ...base, severity, code: 'missing', message }]
    }
    // An empty value is vMix's way to say "none": all streams, no text, no picture.
    if (value === '' && parameter.need !== 'required') return []
    const problem = checkValue(parameter, String(value), major)
    if (problem === null) return []
    const severity = problem.sure ? 'error' : 'warning'
    return [{ ...base, severity, code: problem.kind, message: `${name}: ${parameter.name} ${problem.must}.` }]
  })
}

/** What vMix does where a parameter is left away that should be there. */
function absent({ name, parts }: NonNullable<FunctionInfo['parameters']>[number]): string {
  if (name === 'Input') return ' Without it vMix takes the input in preview.'
  if (parts[0]?.kind.kind === 'stream') return ' Without it vMix means all streams.'
  return parts[0]?.label === 'file' ? ' Without it vMix may open a dialog on its machine.' : ''
}
