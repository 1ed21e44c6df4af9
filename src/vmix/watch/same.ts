/** What moves all the time while nothing happens. */
export type Moving = 'meters' | 'positions'

const NAMES: Readonly<Record<Moving, readonly string[]>> = {
  meters: ['meters'],
  positions: ['positionMs', 'seconds', 'timecode', 'timecodeA', 'timecodeB'],
}

/** The names of fields that are passed over, unless they are asked for. */
export function passedOver(include: readonly Moving[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const moving of ['meters', 'positions'] as const) {
    if (!include.includes(moving)) for (const name of NAMES[moving]) names.add(name)
  }
  return names
}

/** Whether two pieces of a state say the same, fields that are passed over aside. Plain data, without cycles. */
export function same(one: unknown, other: unknown, passed: ReadonlySet<string>): boolean {
  if (one === other) return true
  if (!isObject(one) || !isObject(other)) return Object.is(one, other)
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => same(item, other[index], passed))
  }
  for (const name in one) {
    if (!passed.has(name) && !same(one[name], other[name], passed)) return false
  }
  return true
}

/** Names of the fields in which two records of one shape differ. */
export function differing(one: object, other: object, passed: ReadonlySet<string>): string[] {
  const fields: string[] = []
  if (!isObject(one) || !isObject(other)) return fields
  for (const name in one) {
    if (!passed.has(name) && !same(one[name], other[name], passed)) fields.push(name)
  }
  return fields
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
