import type { FunctionInfo } from './function-info.ts'
import { readTable } from './read-table.ts'
import { TABLE } from './table.ts'

/**
 * Every function of vMix that is known: 797, by category as in vMix's own list.
 *
 * @example FUNCTIONS.filter(({ category }) => category === 'Replay').length // 175
 */
export const FUNCTIONS: readonly FunctionInfo[] = readTable(TABLE)

const byName: ReadonlyMap<string, FunctionInfo> = new Map(FUNCTIONS.map((each) => [each.name, each]))

/** The function of exactly this name; null where there is none. Upper and lower case matter. */
export function functionInfo(name: string): FunctionInfo | null {
  return byName.get(name) ?? null
}
