import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from '../child.ts'
import type { Asked, Opened } from '../programs/open-log.ts'
import { atMost, type Measure, type Row } from '../row.ts'
import { median } from '../rounds.ts'
import { writeSampleLog } from '../sample-log.ts'

const sizes: readonly number[] = [1000, 1_000_000]

/** Opening a log that is there: until the first entry is on disk, and what it costs in memory; each in a new process. */
export const witnessOpen: Row = {
  name: 'witness-open',
  title: 'Opening a show log of 1,000,000 entries',
  async run({ rounds, turnMs }, say) {
    const base = await mkdtemp(join(tmpdir(), 'vmix-bench-open-'))
    try {
      // A test only wants to see that it runs.
      const entries = turnMs < 500 ? [1000, 10_000] : sizes
      const found = new Map<number, Opened[]>(entries.map((size) => [size, []]))
      for (const size of entries) {
        say(`writing a log of ${size} entries`)
        writeSampleLog(join(base, String(size)), size)
        await inNewProcess(base, size, true)
      }
      for (let round = 0; round < rounds; round++) {
        for (const [size, opened] of found) opened.push((await inNewProcess(base, size, false)) as Opened)
      }
      const measures = [...found].flatMap(([size, opened]) => measuresOf(size, opened))
      const [few = [], many = []] = [...found.values()]
      const memory = (opened: readonly Opened[]): number => median(opened.map(({ memoryMb }) => memoryMb))
      return {
        commands: [
          'ready: await openWitness({ …, checkpoints }); await witness.append(event), in a new process',
          "what a controller reads before its first operation: from the log's last state of the show on",
          'a proof: await proveEntry({ folder, entry }), of the entry in the middle; the first in that process',
          'read through: for await (const entry of witness.entries())',
        ],
        measures,
        goals: [
          atMost('ready to append, ms', median(many.map(({ readyMs }) => readyMs)), 2000),
          atMost('what a first operation reads, ms of CPU', median(many.map(({ stateCpuMs }) => stateCpuMs)), 500),
          atMost('a proof, ms', median(many.map(({ proofMs }) => proofMs)), 50),
          atMost('memory: many entries / few', memory(many) / memory(few), 1.25),
        ],
        skipped: [],
      }
    } finally {
      await rm(base, { recursive: true, force: true })
    }
  },
}

async function inNewProcess(base: string, size: number, prepare: boolean): Promise<unknown> {
  await using child = new Child(new URL('../programs/open-log.ts', import.meta.url))
  // Both logs have the same id, which no key signs twice.
  const asked: Asked = { folder: join(base, String(size)), signerFolder: join(base, `signer-${size}`), prepare }
  return await child.ask(asked)
}

function measuresOf(size: number, opened: readonly Opened[]): Measure[] {
  const measure = (what: string, unit: string, of: (one: Opened) => number): Measure => {
    const values = opened.map(of)
    return { what: `${size.toLocaleString('en-GB')} entries: ${what}`, unit, value: median(values), rounds: values }
  }
  return [
    measure('ready to append', 'ms', ({ readyMs }) => readyMs),
    measure('memory then', 'MB', ({ memoryMb }) => memoryMb),
    measure('read before the first operation, CPU', 'ms', ({ stateCpuMs }) => stateCpuMs),
    measure('a proof', 'ms', ({ proofMs }) => proofMs),
    measure('read through', 'ms', ({ readMs }) => readMs),
    measure('most memory by then', 'MB', ({ mostMb }) => mostMb),
  ]
}
