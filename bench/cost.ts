import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Of a few processes together. Read from /proc, and so only on Linux. */
export interface Cost {
  /** Processor time so far, ms. */
  readonly cpuMs: number
  /** Memory, MB; what processes share is divided between them (PSS). */
  readonly memoryMb: number
}

export const canMeasureCost: boolean = process.platform === 'linux'

export function costOf(pids: readonly number[]): Cost {
  let cpuNs = 0
  let memoryKb = 0
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      // In ns; /proc/PID/stat would count whole hundredths of a second.
      cpuNs += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    }
    memoryKb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  }
  return { cpuMs: cpuNs / 1e6, memoryMb: memoryKb / 1024 }
}

/** What processes cost within a time. */
export interface CostWhile {
  /** Of one core, percent. */
  readonly cpu: number
  /** At its end. */
  readonly memoryMb: number
}

export async function costWhile(pids: readonly number[], ms: number): Promise<CostWhile> {
  const [before, beganMs] = [costOf(pids), performance.now()]
  await wait(ms)
  const [after, endedMs] = [costOf(pids), performance.now()]
  return { cpu: ((after.cpuMs - before.cpuMs) * 100) / (endedMs - beganMs), memoryMb: after.memoryMb }
}
