import { canonicalString, compareCodePoints } from '../canonical.ts'
import { pythonFloat } from '../python-number.ts'
import { type LosslessValue, NumberText } from './lossless-json.ts'

/**
 * What CPython's `json.dumps(value, sort_keys=True)` prints of a value that was read by `json.loads`, byte for byte.
 *
 * @example pythonDumps(readLossless('{"b": 1E400, "a": 2.50}').value) // '{"a": 2.5, "b": Infinity}'
 */
export function pythonDumps(value: LosslessValue): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof NumberText) return pythonNumberText(value.text)
  if (value instanceof Map) return dumpMembers(value)
  return `[${Array.from(value, pythonDumps).join(', ')}]`
}

function dumpMembers(members: ReadonlyMap<string, LosslessValue>): string {
  const sorted = [...members].sort(([one], [other]) => compareCodePoints(one, other))
  return `{${sorted.map(([name, value]) => `${canonicalString(name)}: ${pythonDumps(value)}`).join(', ')}}`
}

/** Python's int keeps all its digits and knows no -0; whatever has a point or an exponent is its float. */
function pythonNumberText(text: string): string {
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text
  const value = Number(text)
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return pythonFloat(value)
  return value < 0 ? '-Infinity' : 'Infinity'
}
