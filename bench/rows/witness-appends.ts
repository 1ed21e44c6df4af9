import { fdatasync, fdatasyncSync, write, writeSync } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { openWitness, type Witness } from '../../src/witness/index.ts'
import { atLeast, type Row } from '../row.ts'
import { callsPerSecond, contest, runsPerSecond, type Contestant } from '../rounds.ts'

const ALONE = 'ours, one writer'
const MANY = 'ours, 256 writers'
const WAITING = 'bare write + fdatasync, asynchronous'
const BLOCKING = 'bare write + fdatasync, blocking'
const WRITERS = 256

/** Entries acknowledged as on disk, per second, with signed checkpoints beside them; the bare loops write lines as long as ours are. */
export const witnessAppends: Row = {
  name: 'witness-appends',
  title: `Witness appends (in ${tmpdir()})`,
  async run(options) {
    const folder = await mkdtemp(join(tmpdir(), 'vmix-bench-witness-'))
    try {
      await using witness = await openWitness({
        folder: join(folder, 'log'),
        instance: 'bench',
        host: 'localhost',
        port: 8088,
        actor: 'bench',
        clock: systemClock,
        checkpoints: { signerFolder: join(folder, 'signer') },
      })
      await append(witness, 0)
      const { size } = await stat(join(folder, 'log', '000001.jsonl'))
      const line = Buffer.alloc(Math.round(size / witness.head().size), 'x')
      await using file = await open(join(folder, 'bare'), 'a')
      const contestants = contestantsFor(witness, file.fd, line)
      const result = await contest(contestants, 'entries/s', options)
      return {
        commands: contestants.map(({ name, command }) => `${name}: ${command}`),
        measures: [
          ...result.measures,
          { what: `${ALONE} / ${BLOCKING}`, unit: '×', value: result.ratio(ALONE, BLOCKING), rounds: [] },
        ],
        goals: [
          atLeast(`${ALONE} / ${WAITING}`, result.ratio(ALONE, WAITING), 0.8),
          atLeast(`${MANY}, entries/s`, result.measures.find(({ what }) => what === MANY)?.value ?? 0, 100_000),
        ],
        skipped: [],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

function append(witness: Witness, i: number): Promise<unknown> {
  const operationId = `bench-${i}`
  return witness.append({ eventType: 'operation_requested', operationId, params: { kind: 'start_stream', channel: 0 } })
}

function contestantsFor(witness: Witness, fd: number, line: Buffer): readonly Contestant[] {
  let i = 0
  return [
    {
      name: ALONE,
      command: 'await witness.append(event)',
      turn: (ms) => callsPerSecond(() => append(witness, i++), ms),
    },
    {
      name: WAITING,
      command: `fs.write(fd, ${line.length} bytes), fs.fdatasync(fd), with callbacks`,
      turn: (ms) => callsPerSecond(() => writeAndSync(fd, line), ms),
    },
    {
      name: BLOCKING,
      command: `fs.writeSync(fd, ${line.length} bytes); fs.fdatasyncSync(fd): nothing else can run meanwhile`,
      turn: async (ms) =>
        runsPerSecond(() => {
          writeSync(fd, line)
          fdatasyncSync(fd)
        }, ms),
    },
    {
      name: MANY,
      command: `${WRITERS} × await witness.append(event), in one process`,
      turn: (ms) => together(() => append(witness, i++), ms),
    },
  ]
}

/** All writers at once, each with one entry on its way; entries per second. */
async function together(work: () => Promise<unknown>, turnMs: number): Promise<number> {
  let entries = 0
  const time = { over: false }
  const start = performance.now()
  setTimeout(() => (time.over = true), turnMs)
  const writer = async () => {
    for (; !time.over; entries++) await work()
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
  return (entries * 1000) / (performance.now() - start)
}

function writeAndSync(fd: number, line: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    write(fd, line, (error) => {
      if (error) reject(error)
      else fdatasync(fd, (error) => (error ? reject(error) : resolve()))
    })
  })
}
