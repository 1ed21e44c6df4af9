import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { verifyLog } from '../../src/witness/index.ts'
import { atLeast, type Measure, type Row } from '../row.ts'
import { contest, type Contestant, measure } from '../rounds.ts'
import { writeSampleLog } from '../sample-log.ts'

const OURS = 'ours, one core'
const TWO = 'ours, two cores'
const PYTHON = 'the formula in CPython'
const BARE = 'reading and hashing alone'
/** About 300 MB in five segments: enough that a second core pays. With turns too short to measure anything, a tenth. */
const manyEntries = 400_000
const run = promisify(execFile)

/** Verifying a log from disk; the file is in the system's memory after the first time, for all of them. */
export const witnessVerify: Row = {
  name: 'witness-verify',
  title: 'Verifying a show log from disk',
  async run(options, say) {
    const base = await mkdtemp(join(tmpdir(), 'vmix-bench-verify-'))
    try {
      const folder = join(base, 'log')
      const entries = options.turnMs < 500 ? manyEntries / 10 : manyEntries
      say(`writing a log of ${entries} entries`)
      const bytes = writeSampleLog(folder, entries)
      const python = await hasPython()
      const log = { folder, files: await segmentsOf(folder), entries }
      const contestants = contestantsFor(log, python)
      const result = await contest(contestants, 'entries/s', options)
      const ratios = [[OURS, BARE], [TWO, OURS], ...(python ? [[TWO, PYTHON]] : [])] as const
      return {
        commands: [
          `a log of ${entries} entries, ${Math.round(bytes / entries)} bytes each`,
          ...contestants.map(({ name, command }) => `${name}: ${command}`),
        ],
        measures: [
          ...result.measures,
          ...ratios.map(([one = '', other = '']) => ({
            what: `${one} / ${other}`,
            unit: '×',
            value: result.ratio(one, other),
            rounds: [],
          })),
          ...(await processorTimes(log, options.rounds)),
        ],
        goals: python ? [atLeast(`${OURS} / ${PYTHON}`, result.ratio(OURS, PYTHON), 3)] : [],
        skipped: python ? [] : ['python3 is not on this machine: nothing to compare with'],
      }
    } finally {
      await rm(base, { recursive: true, force: true })
    }
  },
}

async function segmentsOf(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  return names.map((name) => join(folder, name))
}

interface Log {
  readonly folder: string
  readonly files: readonly string[]
  readonly entries: number
}

function contestantsFor(log: Log, python: boolean): readonly Contestant[] {
  return [
    {
      name: OURS,
      command: 'await verifyLog({ folder })',
      turn: (ms) => timesInTurn(log, () => verify(log, 1), ms),
    },
    {
      name: TWO,
      command: 'await verifyLog({ folder, cores: 2 }), its thread begun anew each time',
      turn: (ms) => timesInTurn(log, () => verify(log, 2), ms),
    },
    {
      name: BARE,
      command: 'read by the megabyte, hash(sha256) of each line',
      turn: (ms) => timesInTurn(log, () => hashLines(log), ms),
    },
    ...(python
      ? [
          {
            name: PYTHON,
            command:
              'python3: sha256(previous_hash + json.dumps(event, sort_keys=True)) of each json.loads(line), and the links',
            turn: (ms: number) => inPython(log, ms),
          },
        ]
      : []),
  ]
}

const formula = `import hashlib, json, sys, time
end, times = time.time() + float(sys.argv[1]), []
while not times or time.time() < end:
    begin, previous = time.time(), None
    for line in (line for path in sys.argv[2:] for line in open(path)):
        e = json.loads(line)
        assert hashlib.sha256((e['previous_hash'] + json.dumps(e['event'], sort_keys=True)).encode()).hexdigest() == e['current_hash']
        assert previous in (None, e['previous_hash'])
        previous = e['current_hash']
    times.append(time.time() - begin)
print(sum(times) / len(times))`

async function inPython({ files, entries }: Log, turnMs: number): Promise<number> {
  const { stdout } = await run('python3', ['-c', formula, String(turnMs / 1000), ...files])
  return entries / Number(stdout)
}

async function hasPython(): Promise<boolean> {
  return run('python3', ['-c', '']).then(
    () => true,
    () => false,
  )
}

async function verify({ folder, entries }: Log, cores: number): Promise<void> {
  const { valid, totalEvents } = await verifyLog({ folder, cores })
  if (!valid || totalEvents !== entries) throw new Error('the log of the bench does not verify')
}

/** Entries per second, all of them again and again for so long. */
async function timesInTurn({ entries }: Log, work: () => Promise<unknown>, turnMs: number): Promise<number> {
  const start = performance.now()
  let times = 0
  do {
    await work()
    times++
  } while (performance.now() - start < turnMs)
  return (times * entries * 1000) / (performance.now() - start)
}

/** What each core has to do: on a machine that has other work too, the time on the clock says nothing of that. */
async function processorTimes(log: Log, rounds: number): Promise<readonly Measure[]> {
  const found = new Map<number, number[]>([1, 2].map((cores) => [cores, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [cores, times] of found) {
      const [here, all] = [process.threadCpuUsage(), process.cpuUsage()]
      await verify(log, cores)
      const own = seconds(process.threadCpuUsage(here))
      times.push(Math.max(own, seconds(process.cpuUsage(all)) - own))
    }
  }
  return [...found].map(([cores, times]) =>
    measure(`processor time of the busier thread, ${cores === 1 ? OURS : TWO}`, 's', times),
  )
}

function seconds({ user, system }: { readonly user: number; readonly system: number }): number {
  return (user + system) / 1e6
}

/** What no verifying can do without. */
async function hashLines({ files, entries }: Log): Promise<void> {
  const room = Buffer.allocUnsafe(1024 * 1024)
  let lines = 0
  for (const path of files) {
    await using file = await open(path)
    let kept = 0
    for (let offset = 0; ; ) {
      const { bytesRead } = await file.read(room, kept, room.length - kept, offset)
      if (bytesRead === 0) break
      offset += bytesRead
      const filled = kept + bytesRead
      let begin = 0
      for (let end = room.indexOf(10); end >= 0 && end < filled; end = room.indexOf(10, begin)) {
        hash('sha256', new Uint8Array(room.buffer, room.byteOffset + begin, end - begin), 'hex')
        begin = end + 1
        lines++
      }
      room.copyWithin(0, begin, filled)
      kept = filled - begin
    }
  }
  if (lines !== entries) throw new Error('the log of the bench was not read whole')
}
