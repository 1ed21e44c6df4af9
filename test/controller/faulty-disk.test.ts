import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { VMixStreamingController } from '../../src/controller/index.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { readEntries, verifyLog, type VerifyResult, type WitnessEntry } from '../../src/witness/index.ts'
import {
  canFail,
  type DiskCall,
  diskCalls,
  everyFault,
  type Fault,
  faultsFor,
  FaultyProcess,
  filesThatFailed,
  hasFailed,
} from '../support/faulty-process.ts'
import { openGate, type VMixGate } from './vmix-gate.ts'

const resultLine = z.array(
  z.object({
    name: z.string(),
    success: z.boolean().optional(),
    error: z.string().optional(),
    message: z.string().optional(),
    witnessed: z.boolean().optional(),
    thrown: z.string().optional(),
  }),
)
type Results = z.infer<typeof resultLine>

/** One round: what failed, what came of it. */
interface Round {
  readonly results: Results
  /** Starts that vMix was told of without their intent in the log. */
  readonly withoutIntent: readonly string[]
  /** Channels 0 to 2 that were not stopped. */
  readonly left: readonly number[]
  /** Why the log does not verify, right then or after the next process went on. */
  readonly reasons: readonly string[]
  readonly log: readonly WitnessEntry[]
  readonly trace: string
}

class Stage implements AsyncDisposable {
  readonly #simulator: Simulator
  readonly #gate: VMixGate
  readonly #operator = new FaultyProcess(join(import.meta.dirname, 'faulty-disk-operator.ts'))

  private constructor(simulator: Simulator, gate: VMixGate) {
    this.#simulator = simulator
    this.#gate = gate
  }

  static async open(): Promise<Stage> {
    const simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const stage = new Stage(simulator, await openGate(simulator))
    // Whatever it loads, it has loaded then.
    await stage.round('rename', null)
    return stage
  }

  async round(call: DiskCall, fault: Fault | null): Promise<Round> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'faulty-disk-'))
    const folder = join(dataFolder, 'witness', 'test')
    for (const channel of [0, 1, 2]) await this.#switchOn(channel)
    const withoutIntent: string[] = []
    this.#gate.hooks = {
      before: async ({ what, count }) => {
        if (what !== 'StartStreaming') return
        const log = await entriesOf(folder)
        const open = log.filter(
          ({ event }) => event.event_type === 'operation_requested' && isOpen(log, event.operation_id),
        )
        if (!open.some(({ event }) => event.params?.['kind'] === 'stream_start')) withoutIntent.push(`${what} ${count}`)
      },
    }
    // Other threads are woken by `write`: only where nothing is written at a place may it fail.
    const onlyPaths =
      call === 'write' ? [join(folder, 'reserve'), join(dataFolder, 'locks', 'test', 'lease.epoch.next')] : []
    const question = { port: this.#gate.port, dataFolder }
    const { answer, trace } = await this.#operator.askTraced(question, { call, fault, onlyPaths })
    const results = resultLine.parse(answer)
    const left = [0, 1, 2].filter((channel) => this.#simulator.stream(channel).live)
    const then = await verifyLog({ folder })
    // The next process goes on, and says what is missing.
    const afterwards = await this.#goOn(dataFolder)
    const vkey = await readFile(join(dataFolder, 'signer', 'witness.vkey'), 'utf8').catch(() => null)
    // Whatever failed, what was signed holds, and can be verified.
    const signed = vkey === null ? null : await verifyLog({ folder, key: vkey.trim() })
    const reasons = [then.reason, afterwards.reason, signed?.reason ?? null].filter((reason) => reason !== null)
    const log = await entriesOf(folder)
    await rm(dataFolder, { recursive: true })
    return { results, withoutIntent, left, reasons, log, trace }
  }

  async #goOn(dataFolder: string): Promise<VerifyResult> {
    await using next = new VMixStreamingController({ port: this.#gate.port, dataFolder, instance: 'test' })
    await next.logToWitness({ eventType: 'after' })
    for (const channel of [3, 4]) await next.stopStream({ channel })
    return await next.verifyWitnessChain()
  }

  /** As somebody does at the machine itself. */
  async #switchOn(channel: number): Promise<void> {
    await fetch(`http://127.0.0.1:${this.#simulator.httpPort}/API/?Function=StartStreaming&Value=${channel}`)
    if (!this.#simulator.stream(channel).live) throw new Error('the simulator did not switch it on')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#operator[Symbol.dispose]()
    await this.#gate[Symbol.asyncDispose]()
    await this.#simulator[Symbol.asyncDispose]()
  }
}

async function entriesOf(folder: string): Promise<WitnessEntry[]> {
  const entries: WitnessEntry[] = []
  try {
    for await (const entry of readEntries(folder)) entries.push(entry)
  } catch {
    // Not there yet: then there is no intent either.
  }
  return entries
}

function isOpen(log: readonly WitnessEntry[], operationId: string | null): boolean {
  return log.filter(({ event }) => event.operation_id === operationId).length === 1
}

describe.runIf(canFail)('a disk of which a single call fails', () => {
  it('loses nothing that was acknowledged, lets no start out without its intent, and every stop', {
    timeout: 600_000,
  }, async () => {
    await using stage = await Stage.open()
    const told: unknown[] = []
    let failures = 0
    const files = new Set<string>()
    let rounds = 0
    for (const call of diskCalls) {
      const clean = await stage.round(call, null)
      expect(clean.results.map(({ name, witnessed }) => [name, witnessed])).toEqual(
        ['stop-0', 'start-3', 'stop-1', 'note', 'start-4', 'stop-2'].map((name) => [name, true]),
      )
      for (const fault of faultsFor(call, clean.trace)) {
        const round = await stage.round(call, fault)
        rounds++
        failures += Number(hasFailed(round.trace))
        for (const file of filesThatFailed(round.trace)) files.add(file)
        const wrong = wrongIn(round)
        if (wrong.length > 0) told.push({ ...fault, wrong })
      }
    }
    expect(told).toEqual([])
    expect(failures).toBeGreaterThan(8)
    for (const file of ['0.jsonl', 'witness.key', 'witness.vkey', 'latest.txt', 'fingerprint.key']) {
      expect([...files]).toContain(file)
    }
    if (everyFault) console.log(`${rounds} rounds, ${failures} with a failure`, files)
  })

  it('and of which all calls of a kind fail, for good: starts are refused, stops go out', {
    timeout: 600_000,
  }, async () => {
    await using stage = await Stage.open()
    for (const call of ['pwrite64', 'fdatasync'] as const) {
      const round = await stage.round(call, { call, error: 'EIO' })
      expect([call, wrongIn(round)]).toEqual([call, []])
      for (const { name, success, error, witnessed } of round.results) {
        const isStart = name.startsWith('start')
        if (name === 'note') continue
        expect([name, success, error, witnessed]).toEqual(
          isStart ? [name, false, 'configuration_error', false] : [name, true, undefined, false],
        )
      }
      expect(round.log.map(({ event }) => event.event_type)).toContain('witness_gap')
    }
  })
})

/** What must not be: see the names of the tests. */
function wrongIn({ results, withoutIntent, left, reasons, log }: Round): unknown[] {
  const wrong: unknown[] = []
  if (results.length !== 6) wrong.push(`only ${results.length} results`)
  if (withoutIntent.length > 0) wrong.push({ withoutIntent })
  if (left.length > 0) wrong.push({ left })
  if (reasons.length > 0) wrong.push({ reasons })
  for (const { name, success, error, witnessed, thrown, message } of results) {
    const entries = log.filter(({ event }) => event.operation_id === name)
    // Said to be in the log, intent and outcome, and is not. What was refused beforehand has no intent.
    const promised = success === true && name !== 'note' ? 2 : 1
    if (witnessed === true && entries.length < promised) wrong.push({ name, lost: promised - entries.length })
    if (name.startsWith('stop') && success !== true) wrong.push({ name, error, message, thrown })
    // A start may be refused, for the log's reasons alone; nothing of ours may fail in another way.
    const isLogs = error === 'configuration_error' || (name === 'note' && thrown?.startsWith('WitnessError') === true)
    if (name.startsWith('start') && success !== true && !isLogs) wrong.push({ name, error, message, thrown })
    if (thrown !== undefined && !isLogs) wrong.push({ name, thrown })
  }
  return wrong
}
