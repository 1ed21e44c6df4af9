import type { ToldGap } from './explain.ts'
import type { MemoryVerdict, Sample } from './memory.ts'

/** What happened at one fault. */
export interface FaultRun {
  readonly at: string
  readonly name: string
  readonly where: string
}

export interface SoakReport {
  readonly started: string
  readonly machine: string
  readonly minutes: number
  readonly loadBefore: number
  readonly loadAfter: number
  readonly faults: readonly FaultRun[]
  readonly outputs: readonly {
    readonly outputId: string
    readonly received: number
    readonly missing: number
    readonly again: number
    readonly gaps: readonly ToldGap[]
  }[]
  readonly recording: { readonly frames: number; readonly dropped: number; readonly parts: number }
  readonly events: Readonly<Record<string, number>>
  /** When the gateway did not answer control in time. */
  readonly unanswered: readonly string[]
  readonly memory: MemoryVerdict
  readonly samples: readonly Sample[]
  /** What is wrong; none: it held. */
  readonly problems: readonly string[]
}

const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`

/** For people: a table of the receivers, what the gateway held, and what is wrong. */
export function soakTable(report: SoakReport): string {
  const { outputs, memory, samples, recording } = report
  const first = samples[0]
  const last = samples.at(-1)
  const rows = outputs.map(({ outputId, received, missing, gaps }) => {
    const told = gaps.filter(({ by }) => by !== null).length
    return `| ${outputId} | ${received} | ${missing} | ${gaps.length} | ${told} |`
  })
  return [
    `${report.machine}, ${report.started}, ${report.minutes} minutes, ${report.faults.length} faults, load ${report.loadBefore} to ${report.loadAfter}`,
    '',
    '| output | frames received | missing | gaps | explained |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Recording: ${recording.frames} frames in ${recording.parts} parts, ${recording.dropped} dropped.`,
    `Gateway: held ${mb(first?.held ?? 0)} at first, ${mb(last?.held ?? 0)} at last, ${mb(memory.heldPerHour)} an hour; ` +
      `resident ${mb(first?.rss ?? 0)} to ${mb(last?.rss ?? 0)}, ${mb(memory.rssPerHour)} an hour; ` +
      `handles ${first?.handles ?? 0} to ${last?.handles ?? 0}, open files ${first?.files ?? '?'} to ${last?.files ?? '?'}; ` +
      `${((((last?.cpuMs ?? 0) - (first?.cpuMs ?? 0)) / Math.max(1, (last?.atMs ?? 0) - (first?.atMs ?? 0))) * 100).toFixed(1)} % of one core.`,
    `Control was not answered in time ${report.unanswered.length} times.`,
    '',
    ...(report.problems.length === 0 ? ['It held.'] : report.problems.map((problem) => `WRONG: ${problem}`)),
  ].join('\n')
}
