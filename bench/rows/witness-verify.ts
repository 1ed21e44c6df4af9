import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { open, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { verifyLog } from '../../src/witness/index.ts'
import { Child } from '../child.ts'
import { atLeast, type Row } from '../row.ts'
import { contest, type Contestant } from '../rounds.ts'
import { writeSampleLog } from '../sample-log.ts'

const OURS = 'ours, one core'
const TWO = 'ours, two logs at once on two cores'
const PYTHON = 'the formula in CPython'
const BARE = 'reading and hashing alone'
/** About 53 MB, one segment. */
const entries = 75_000
const run = promisify(execFile)

/** Verifying a log from disk; the file is in the system's memory after the first time, for all of them. */
export const witnessVerify: Row = {
  name: 'witness-verify',
  title: 'Verifying a show log from disk',
  async run(options) {
    const base = await mkdtemp(join(tmpdir(), 'vmix-bench-verify-'))
    try {
      const folder = join(base, 'log')
      const bytes = writeSampleLog(folder, entries)
      const python = await hasPython()
      await using helper = new Child(new URL('../programs/verify.ts', import.meta.url))
      const contestants = contestantsFor(folder, helper, python)
      const result = await contest(contestants, 'entries/s', options)
      const ratios = [[OURS, BARE], ...(python ? [[TWO, PYTHON]] : [])] as const
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
        ],
        goals: python ? [atLeast(`${OURS} / ${PYTHON}`, result.ratio(OURS, PYTHON), 3)] : [],
        skipped: python ? [] : ['python3 is not on this machine: nothing to compare with'],
      }
    } finally {
      await rm(base, { recursive: true, force: true })
    }
  },
}

function contestantsFor(folder: string, helper: Child, python: boolean): readonly Contestant[] {
  const file = join(folder, '000001.jsonl')
  return [
    {
      name: OURS,
      command: 'await verifyLog({ folder })',
      turn: (ms) => timesInTurn(() => verify(folder), ms),
    },
    {
      name: TWO,
      command: 'the same here and in a second process',
      turn: async (ms) => 2 * (await timesInTurn(() => Promise.all([verify(folder), helper.ask(folder)]), ms)),
    },
    {
      name: BARE,
      command: 'read by the megabyte, hash(sha256) of each line',
      turn: (ms) => timesInTurn(() => hashLines(file), ms),
    },
    ...(python
      ? [
          {
            name: PYTHON,
            command:
              'python3: sha256(previous_hash + json.dumps(event, sort_keys=True)) of each json.loads(line), and the links',
            turn: (ms: number) => inPython(file, ms),
          },
        ]
      : []),
  ]
}

const formula = `import hashlib, json, sys, time
end, times = time.time() + float(sys.argv[2]), []
while not times or time.time() < end:
    begin, previous = time.time(), None
    for line in open(sys.argv[1]):
        e = json.loads(line)
        assert hashlib.sha256((e['previous_hash'] + json.dumps(e['event'], sort_keys=True)).encode()).hexdigest() == e['current_hash']
        assert previous in (None, e['previous_hash'])
        previous = e['current_hash']
    times.append(time.time() - begin)
print(sum(times) / len(times))`

async function inPython(file: string, turnMs: number): Promise<number> {
  const { stdout } = await run('python3', ['-c', formula, file, String(turnMs / 1000)])
  return entries / Number(stdout)
}

async function hasPython(): Promise<boolean> {
  return run('python3', ['-c', '']).then(
    () => true,
    () => false,
  )
}

async function verify(folder: string): Promise<void> {
  const { valid, totalEvents } = await verifyLog({ folder })
  if (!valid || totalEvents !== entries) throw new Error('the log of the bench does not verify')
}

/** Entries per second, all of them again and again for so long. */
async function timesInTurn(work: () => Promise<unknown>, turnMs: number): Promise<number> {
  const start = performance.now()
  let times = 0
  do {
    await work()
    times++
  } while (performance.now() - start < turnMs)
  return (times * entries * 1000) / (performance.now() - start)
}

/** What no verifying can do without. */
async function hashLines(path: string): Promise<void> {
  await using file = await open(path)
  const room = Buffer.allocUnsafe(1024 * 1024)
  let kept = 0
  let lines = 0
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
  if (lines !== entries) throw new Error('the log of the bench was not read whole')
}
