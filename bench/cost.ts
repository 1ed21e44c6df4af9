import { readFileSync } from 'node:fs'

/** Of a few processes together. Read from /proc, and so only on Linux. */
export interface Cost {
  /** Processor time so far, ms. */
  readonly cpuMs: number
  /** Memory, MB; what processes share is divided between them (PSS). */
  readonly memoryMb: number
}

export const canMeasureCost: boolean = process.platform === 'linux'

/** Clock ticks a second; 100 on every Linux that Node runs on. */
const TICKS = 100

export function costOf(pids: readonly number[]): Cost {
  let cpuMs = 0
  let memoryKb = 0
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold blanks; user and system time are the 12th and 13th field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    cpuMs += ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
    memoryKb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  }
  return { cpuMs, memoryMb: memoryKb / 1024 }
}
