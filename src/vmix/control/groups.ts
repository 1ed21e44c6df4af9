import { FUNCTIONS } from '../catalogue/index.ts'
import type { RequestOptions } from '../http-client.ts'
import type { CallReply, GivenParams } from './call-types.ts'
import type { FunctionGroups } from './functions.generated.ts'
import { groupName, methodName } from './method-names.ts'

type Call = (name: string, params?: GivenParams, options?: RequestOptions) => Promise<CallReply>

/** The groups of functions, made from the catalogue. */
export function makeGroups(call: Call): FunctionGroups {
  const groups: Record<string, Record<string, unknown>> = {}
  for (const { name, category } of FUNCTIONS) {
    const group = (groups[groupName(category)] ??= {})
    group[methodName(name, category)] = (params?: GivenParams, options?: RequestOptions) => call(name, params, options)
  }
  if (!isComplete(groups)) throw new Error('The types of the functions are older than the table: make them anew.')
  return groups
}

/** The types are made from the same table by the same names, which a test sees to; here every function is looked for. */
function isComplete(groups: object): groups is FunctionGroups {
  const found = new Map<string, unknown>(Object.entries(groups))
  return FUNCTIONS.every(({ name, category }) => {
    const group = found.get(groupName(category))
    return typeof group === 'object' && group !== null && Object.hasOwn(group, methodName(name, category))
  })
}
