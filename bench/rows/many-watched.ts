import { Child } from '../child.ts'
import { canMeasureCost, costOf } from '../cost.ts'
import type { SimulatorsOrder } from '../programs/simulators.ts'
import type { Watched } from '../programs/watch-many.ts'
import { atMost, type Goal, type Measure, type Row } from '../row.ts'
import { measure, median } from '../rounds.ts'

const COUNTS = [10, 50, 200] as const

/** One process that watches many vMixes once a second: what it costs, and whether twice as many cost twice as much. */
export const manyWatched: Row = {
  name: 'many-watched',
  title: 'One process that watches many vMixes, each once a second',
  async run({ rounds, turnMs }) {
    if (!canMeasureCost)
      return { commands: [], measures: [], goals: [], skipped: ['processor time is read from /proc'] }
    const measures: Measure[] = []
    const cpu = new Map<number, number>()
    const memory = new Map<number, number>()
    for (const count of COUNTS) {
      await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
      const start: SimulatorsOrder = { kind: 'start', count }
      const ports = (await simulators.ask(start)) as Watched['ports']
      const meters: SimulatorsOrder = { kind: 'meters' }
      await simulators.ask(meters)
      await using watcher = new Child(new URL('../programs/watch-many.ts', import.meta.url))
      const order: Watched = { ports, pollMs: 1000 }
      await watcher.ask(order)
      await sleep(Math.min(3000, 2 * turnMs))
      const [parts, sizes]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        const [before, began] = [cost(watcher), performance.now()]
        await sleep(turnMs)
        const after = cost(watcher)
        parts.push((100 * (after.cpuMs - before.cpuMs)) / (performance.now() - began))
        sizes.push(after.memoryMb)
      }
      measures.push(measure(`${count}: CPU`, '% of a core', parts), measure(`${count}: memory`, 'MB', sizes))
      cpu.set(count, median(parts))
      memory.set(count, median(sizes))
    }
    // A program that watches nothing costs something too, so that less than four times as much is as linear.
    const ratio = (of: Map<number, number>) => (of.get(200) ?? Number.NaN) / (of.get(50) ?? Number.NaN)
    const goals: Goal[] = [
      atMost('CPU at 200 / at 50', ratio(cpu), 4.8),
      atMost('memory at 200 / at 50', ratio(memory), 4),
    ]
    return {
      commands: ['watchVMix({ host, port, tcpPort, pollMs: 1000, slowPollMs: 1000 }), meters moving in every document'],
      measures,
      goals,
      skipped: [],
    }
  },
}

function cost(child: Child): ReturnType<typeof costOf> {
  return costOf([child.process.pid ?? 0])
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
