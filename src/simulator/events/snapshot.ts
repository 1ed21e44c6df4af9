import type { Stage } from '../stage.ts'
import { activatorOf, ACTIVATORS, valueText } from './activators.ts'

/** What every activator tells at one moment. */
export interface Snapshot {
  /** `Input 2`: what is chosen; whatever is not among them is off. */
  readonly chosen: ReadonlySet<string>
  /** `InputVolume 2` or `MasterVolume`, and its value. */
  readonly values: ReadonlyMap<string, number>
}

export function snapshotOf(stage: Stage): Snapshot {
  const chosen = new Set<string>()
  const values = new Map<string, number>()
  for (const activator of ACTIVATORS) {
    const { name } = activator
    if (activatorOf(stage, name) === null) continue
    if (activator.kind === 'vmix') values.set(name, activator.value(stage))
    else if (activator.kind === 'chosen') {
      const input = activator.input(stage)
      if (input !== null && input > 0) chosen.add(`${name} ${input}`)
    } else {
      for (const input of stage.show.inputs) {
        const value = activator.value(input, stage)
        if (value !== null) values.set(`${name} ${input.number}`, value)
      }
    }
  }
  return { chosen, values }
}

/**
 * The lines that tell of a change: first what is not chosen any more, then what is, then values. Of an input that is new,
 * only what is not 0; of one that is gone, nothing. The order is not known of vMix.
 */
export function changedLines(before: Snapshot, after: Snapshot): string[] {
  const lines: string[] = []
  for (const name of before.chosen) if (!after.chosen.has(name)) lines.push(`ACTS OK ${name} 0`)
  for (const name of after.chosen) if (!before.chosen.has(name)) lines.push(`ACTS OK ${name} 1`)
  for (const [name, value] of after.values) {
    if ((before.values.get(name) ?? 0) !== value) lines.push(`ACTS OK ${name} ${valueText(value)}`)
  }
  return lines
}

/** The reply to `ACTS Name [input]`; without an input, of what is chosen one at a time, the one that is. */
export function activatorReply(stage: Stage, name: string, input: string): string {
  const activator = activatorOf(stage, name)
  if (activator === null) return 'ACTS ER Invalid Activator'
  if (activator.kind === 'vmix') return `ACTS OK ${name} ${valueText(activator.value(stage))}`
  const current = activator.kind === 'chosen' ? activator.input(stage) : null
  if (input === '' && current !== null && current > 0) return `ACTS OK ${name} ${current} 1`
  const found = stage.show.inputs.find(({ number }) => String(number) === input)
  if (found === undefined) return 'ACTS ER No Input'
  const value = activator.kind === 'chosen' ? Number(current === found.number) : (activator.value(found, stage) ?? 0)
  return `ACTS OK ${name} ${found.number} ${valueText(value)}`
}
