import { cpus, release, totalmem, type } from 'node:os'
import type { Goal, Measure, Row, RowResult } from './row.ts'

export interface Finished {
  readonly row: Row
  readonly result: RowResult
}

export function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GB, ${type()} ${release()}, Node ${process.version}`
}

export function table({ row, result }: Finished): string {
  const lines = [``, `${row.title} (${row.name})`, ...result.commands.map((command) => `  $ ${command}`)]
  const wide = Math.max(0, ...[...result.measures, ...result.goals].map(({ what }) => what.length))
  for (const measure of result.measures) lines.push(`  ${measure.what.padEnd(wide)}  ${shownMeasure(measure)}`)
  for (const goal of result.goals) lines.push(`  ${goal.what.padEnd(wide)}  ${shownGoal(goal)}`)
  for (const why of result.skipped) lines.push(`  skipped: ${why}`)
  return lines.join('\n')
}

function shownMeasure({ value, unit, rounds }: Measure): string {
  const spread = rounds.length > 1 ? `  (${figure(Math.min(...rounds))} … ${figure(Math.max(...rounds))})` : ''
  return `${figure(value).padStart(10)} ${unit}${spread}`
}

function shownGoal({ value, limit, met }: Goal): string {
  return `${figure(value).padStart(10)}  goal ${figure(limit)}: ${met ? 'met' : 'NOT MET'}`
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
