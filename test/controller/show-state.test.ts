import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { ShowLedger } from '../../src/controller/show-log/ledger.ts'
import { LedgerReader } from '../../src/controller/show-log/ledger-reader.ts'
import { ShowLog } from '../../src/controller/show-log/show-log.ts'
import { openWitness, type Witness, type WitnessEntry, type WitnessEvent } from '../../src/witness/index.ts'

const open = (folder: string): Promise<Witness> =>
  openWitness({ folder, instance: 'studio', host: 'localhost', port: 8088, actor: 'anna', clock: systemClock })
const freshFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'show-state-')), 'studio')

const twitch = { id: 'twitch-1', name: 'Twitch', url: 'rtmp://a/app/', key_fingerprint: 'aa' }
const intent = (operationId: string, channel: number): WitnessEvent => ({
  eventType: 'operation_requested',
  operationId,
  params: { kind: 'stream_start', channel },
})
const started = (operationId: string, channel: number): WitnessEvent => ({
  eventType: 'stream_started',
  operationId,
  params: { channel, via: 'direct', destination: twitch },
})
const lunch = { eventType: 'lunch' }

async function appendAll(witness: Witness, events: readonly WitnessEvent[]): Promise<void> {
  await Promise.all(events.map((event) => witness.append(event)))
}

async function entriesOf(witness: Witness): Promise<WitnessEntry[]> {
  const all: WitnessEntry[] = []
  for await (const entry of witness.entries()) all.push(entry)
  return all
}

const marksOf = async (witness: Witness): Promise<WitnessEntry[]> =>
  (await entriesOf(witness)).filter(({ event }) => event.event_type === 'show_state')

/** Counts what is read of a log. */
function counted(witness: Witness): { readonly witness: Witness; readonly read: number[] } {
  const read: number[] = []
  const entries: Witness['entries'] = async function* (filter) {
    for await (const entry of witness.entries(filter)) {
      read.push(entry.event.sequence)
      yield entry
    }
  }
  const over: Witness = Object.create(witness, { entries: { value: entries } })
  over.newest = (type) => witness.newest(type)
  return { witness: over, read }
}

/** A log of 100 entries whose first operation has no outcome, then a mark, then some more. */
async function longLog(more: readonly WitnessEvent[]): Promise<string> {
  const folder = await freshFolder()
  await using witness = await open(folder)
  const events = [intent('interrupted', 1), intent('done', 0), started('done', 0)]
  await appendAll(witness, [...events, ...Array.from({ length: 96 }, () => lunch)])
  await new LedgerReader(50).readOn(witness)
  await expect.poll(() => marksOf(witness)).toHaveLength(1)
  await appendAll(witness, more)
  return folder
}

describe('a long log, read by a new process', () => {
  it('is read from the state that it holds, and says the same as all of it', async () => {
    const folder = await longLog([intent('later', 2), lunch])
    await using witness = await open(folder)
    const { witness: watched, read } = counted(witness)
    const ledger = await new LedgerReader(50).readOn(watched)
    expect(Math.min(...read)).toBe(100)
    const whole = new ShowLedger()
    for (const { event } of await entriesOf(witness)) whole.apply({ ...event })
    expect(ledger.state).toEqual(whole.state)
    expect(ledger.unfinished.map(({ operationId }) => operationId)).toEqual(['interrupted', 'later'])
    expect(ledger.channel(0)).toMatchObject({ on: true, destinations: [twitch] })
  })

  it("keeps which of vMix's outputs an operation without an end was about", async () => {
    const params = { kind: 'srt_output_start', output: 'srt', number: 3 }
    const folder = await freshFolder()
    await using witness = await open(folder)
    await appendAll(witness, [
      { eventType: 'operation_requested', operationId: 'srt', params },
      ...Array.from({ length: 60 }, () => lunch),
    ])
    await new LedgerReader(50).readOn(witness)
    await expect.poll(() => marksOf(witness)).toHaveLength(1)
    const { read, witness: watched } = counted(witness)
    const ledger = await new LedgerReader(50).readOn(watched)
    expect(Math.min(...read)).toBeGreaterThan(50)
    expect(ledger.unfinished).toMatchObject([{ operationId: 'srt', channel: null, output: 3 }])
  })

  it('has what was interrupted long before recorded as interrupted, once', async () => {
    const folder = await longLog([])
    for (let run = 0; run < 2; run++) {
      await using log = new ShowLog(systemClock, () => open(folder))
      await log.closeInterrupted(1)
    }
    await using witness = await open(folder)
    const found = (await entriesOf(witness)).filter(({ event }) => event.event_type === 'operation_interrupted')
    expect(found.map(({ event }) => event.operation_id)).toEqual(['interrupted'])
  })

  it('gets another state after so many more entries, and none before', async () => {
    const folder = await longLog(Array.from({ length: 40 }, () => lunch))
    await using witness = await open(folder)
    await new LedgerReader(50).readOn(witness)
    await systemClock.sleep(20)
    expect(await marksOf(witness)).toHaveLength(1)
    await appendAll(
      witness,
      Array.from({ length: 10 }, () => lunch),
    )
    await new LedgerReader(50).readOn(witness)
    await expect.poll(() => marksOf(witness)).toHaveLength(2)
  })

  it('is read whole where the state is of another version, or of entries that are not these', async () => {
    const state = (await longLogState()).params
    const wrong = [
      { ...state, version: 2 },
      { ...state, after_hash: '0'.repeat(64) },
      { ...state, after_sequence: 3 },
      { ...state, after_sequence: 5000 },
    ]
    for (const params of wrong) {
      const folder = await longLog([{ eventType: 'show_state', params }])
      await using witness = await open(folder)
      const ledger = await new LedgerReader(1000).readOn(witness)
      expect(ledger.unfinished.map(({ operationId }) => operationId)).toEqual(['interrupted'])
      expect(ledger.channel(0).on).toBe(true)
    }
  })

  it('is not read from a state that was edited by hand: the log says that it is broken', async () => {
    const folder = await longLog([lunch, lunch])
    const path = join(folder, '000001.jsonl')
    const text = await readFile(path, 'latin1')
    const [before, state = '', ...after] = text.split(/^(.*"event_type": "show_state".*)$/m)
    const edited = state.replace(/"unfinished": \[.*?\]/, '"unfinished": []')
    expect(edited).not.toBe(state)
    await writeFile(path, [before, edited, ...after].join(''), 'latin1')
    await using witness = await open(folder)
    await expect(new LedgerReader().readOn(witness)).rejects.toMatchObject({ code: 'broken' })
  })
})

async function longLogState(): Promise<{ readonly params: object }> {
  const folder = await longLog([])
  await using witness = await open(folder)
  return { params: (await witness.newest('show_state'))?.event.params ?? {} }
}

describe('a ledger that reads on', () => {
  it('is made anew when what it had read last is not in the log any more', async () => {
    const [folder, other] = [await freshFolder(), await freshFolder()]
    await using first = await open(folder)
    await using second = await open(other)
    await appendAll(first, [intent('cut', 0)])
    await appendAll(second, [intent('kept', 3), lunch])
    const reader = new LedgerReader()
    expect((await reader.readOn(first)).unfinished).toHaveLength(1)
    // The same as one log of which the end was cut off and written anew.
    const ledger = await reader.readOn(second)
    expect(ledger.unfinished.map(({ operationId }) => operationId)).toEqual(['kept'])
  })
})
