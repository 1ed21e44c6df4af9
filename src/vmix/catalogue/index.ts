/** What is known of vMix's functions, and checking calls against it. */
export { checkCall } from './check-call.ts'
export type { CallProblem, CheckOptions } from './check-call.ts'
export { dependsOnVersion } from './depends-on-version.ts'
export { FUNCTIONS, functionInfo } from './functions.ts'
export type {
  FunctionCategory,
  FunctionInfo,
  FunctionList,
  ParameterInfo,
  ParameterName,
  ValueKind,
  ValuePart,
} from './function-info.ts'
export { similarFunctions } from './similar.ts'
export { describeParts } from './value-check.ts'
