import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { openWitness, type Witness, type WitnessEntry, type WitnessOptions } from '../../src/witness/index.ts'

/** A folder that does not exist yet, in a new one that does. */
export async function freshFolder(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'witness-')), 'studio')
}

export function openIn(folder: string, options: Partial<WitnessOptions> = {}): Promise<Witness> {
  return openWitness({
    folder,
    instance: 'studio',
    host: 'localhost',
    port: 8088,
    actor: 'anna',
    clock: systemClock,
    ...options,
  })
}

export const segmentOf = (folder: string): string => join(folder, '000001.jsonl')

export async function linesOf(folder: string): Promise<string[]> {
  return (await readFile(segmentOf(folder), 'latin1')).split('\n').slice(0, -1)
}

export async function collect(entries: AsyncIterable<WitnessEntry>): Promise<WitnessEntry[]> {
  const all: WitnessEntry[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

export const typesOf = (entries: readonly WitnessEntry[]): string[] => entries.map(({ event }) => event.event_type)

/** Waits until something holds, at most ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (await holds()) return
    await systemClock.sleep(10)
  }
  throw new Error('it did not come true within ten seconds')
}
