import { channelCount } from '../version.ts'
import type { ParameterInfo, ValueKind, ValuePart } from './function-info.ts'

/** What is wrong with a value, as a clause about it; `sure`: vMix is known not to take it. */
export interface ValueProblem {
  readonly kind: 'bad_value' | 'out_of_range'
  /** `must be a number from 0 to 100` */
  readonly must: string
  readonly sure: boolean
}

/**
 * Checks what one parameter holds. Text is always right: what it may be is for vMix to say.
 *
 * @param major version of the vMix; null where it is not known
 */
export function checkValue(parameter: ParameterInfo, value: string, major: number | null): ValueProblem | null {
  const { parts } = parameter
  // The vendor's dynamic values stand for a value that is set elsewhere, the whole of one too. Which functions take which
  // is not known, so none is refused.
  if (isDynamic(value)) return null
  const given = split(value, parts)
  const needed = parts.filter((part) => !part.optional).length
  if (given.length < needed) {
    const must = `must be ${describeParts(parts)}, parted by commas`
    return { kind: 'bad_value', must, sure: parts.every(isSure) }
  }
  for (const [index, text] of given.entries()) {
    const part = parts[index]
    const problem = part === undefined ? null : checkPart(part.kind, text.trim(), major)
    if (part !== undefined && problem !== null) {
      return parts.length === 1
        ? problem
        : { ...problem, must: `must be ${describeParts(parts)}: ${part.label} ${problem.must}` }
    }
  }
  return null
}

/** As vMix splits it: the last part holds what is left, commas too. */
function split(value: string, parts: readonly ValuePart[]): readonly string[] {
  const pieces = value.split(',')
  const last = parts.length - 1
  return pieces.length <= parts.length ? pieces : [...pieces.slice(0, last), pieces.slice(last).join(',')]
}

function checkPart(kind: ValueKind, text: string, major: number | null): ValueProblem | null {
  switch (kind.kind) {
    case 'number':
      return checkNumber(kind, text)
    case 'choice':
      return checkChoice(kind, text)
    case 'stream': {
      // The most that any version has, where the version is not known: nothing that vMix would take is refused.
      const streams = channelCount(major ?? 28)
      const range = { kind: 'number', whole: true, min: 0, max: streams - 1, sure: true } as const
      return checkNumber(range, text)
    }
    default:
      return null
  }
}

function checkChoice(kind: Extract<ValueKind, { kind: 'choice' }>, text: string): ValueProblem | null {
  if (kind.of.includes(text) || isDynamic(text)) return null
  // Whether vMix minds upper and lower case is not known.
  const isLike = kind.of.some((each) => each.toLowerCase() === text.toLowerCase())
  return { kind: 'bad_value', must: `must be ${describeKind(kind)}`, sure: kind.sure && !isLike }
}

function isDynamic(text: string): boolean {
  return /^\s*Dynamic[1-4]\s*$/i.test(text)
}

function checkNumber(kind: Extract<ValueKind, { kind: 'number' }>, text: string): ValueProblem | null {
  const must = `must be ${describeKind(kind)}`
  // `+=5` and `-=5` change the present one.
  if (isDynamic(text)) return null
  const relative = /^[+-]=/.test(text)
  const number = Number(relative ? text.slice(2) : text)
  if (text === '' || !Number.isFinite(number)) return { kind: 'bad_value', must, sure: true }
  if (relative) return null
  if (kind.whole && !Number.isInteger(number)) return { kind: 'bad_value', must, sure: kind.sure }
  const outside = (kind.min !== null && number < kind.min) || (kind.max !== null && number > kind.max)
  return outside ? { kind: 'out_of_range', must, sure: kind.sure } : null
}

function isSure({ kind }: ValuePart): boolean {
  return kind.kind === 'number' || kind.kind === 'choice' ? kind.sure : true
}

/** @example describeParts(parts) // 'volume (0 to 100), duration (a whole number from 0)' */
export function describeParts(parts: readonly ValuePart[]): string {
  const each = parts.map(({ label, kind, optional }) => {
    const what = describeKind(kind)
    const named = label === what || label === 'value' ? what : `${label} (${what})`
    return optional ? `${named}, if any` : named
  })
  return each.join(', ')
}

/** @example describeKind({ kind: 'stream' }) // "a stream's number from 0" */
function describeKind(kind: ValueKind): string {
  switch (kind.kind) {
    case 'number': {
      const what = kind.whole ? 'a whole number' : 'a number'
      if (kind.min === null) return what
      return kind.max === null ? `${what} from ${kind.min}` : `${what} from ${kind.min} to ${kind.max}`
    }
    case 'choice':
      return `one of ${kind.of.join(', ')}`
    case 'stream':
      return "a stream's number from 0"
    case 'input':
      return "an input's number, title or key"
    case 'time':
      return 'a time as hh:mm:ss'
    case 'colour':
      return 'a colour as #rrggbb'
    case 'transition':
      return "a transition's name"
    case 'text':
      return 'text'
    default:
      return kind satisfies never
  }
}
