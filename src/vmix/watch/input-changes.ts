import type { VMixInput, VMixState } from '../state.ts'
import type { VMixChange } from './event.ts'
import { differing, same } from './same.ts'

/** Inputs that came, went, have another number or are different. They are known by their keys, which stay the same. */
export function inputChanges(before: VMixState, after: VMixState, passed: ReadonlySet<string>): VMixChange[] {
  const found: VMixChange[] = []
  const left = byKey(before.inputs)
  const own = new Set([...passed, 'number', 'audio'])
  for (const [key, now] of byKey(after.inputs)) {
    const then = left.get(key)
    left.delete(key)
    if (then === undefined) {
      found.push({ type: 'input', change: 'added', key, fields: [], before: null, after: now })
      continue
    }
    if (then === now) continue
    if (then.number !== now.number) {
      found.push({ type: 'input', change: 'moved', key, fields: ['number'], before: then, after: now })
    }
    const fields = differing(then, now, own)
    if (fields.length > 0) found.push({ type: 'input', change: 'changed', key, fields, before: then, after: now })
    if (!same(then.audio, now.audio, passed)) {
      found.push({ type: 'audio', of: 'input', key, input: now.number, before: then.audio, after: now.audio })
    }
  }
  for (const [key, gone] of left) {
    found.push({ type: 'input', change: 'removed', key, fields: [], before: gone, after: null })
  }
  return found
}

/** A document without keys, or with one twice, is none of vMix's; its inputs are told apart by their numbers. */
function byKey(inputs: readonly VMixInput[]): Map<string, VMixInput> {
  const known = new Map<string, VMixInput>()
  for (const input of inputs) {
    const key = input.key === '' || known.has(input.key) ? `#${input.number}` : input.key
    known.set(key, input)
  }
  return known
}
