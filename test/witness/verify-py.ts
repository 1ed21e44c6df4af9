import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { verifyLog, verifyOriginal, type VerifyResult, WitnessError } from '../../src/witness/index.ts'

export const verifyPy = join(import.meta.dirname, '../../docs/verify.py')

/** What a verifier says: its exit code, and the place of the first entry that is wrong. */
interface Verdict {
  readonly code: number
  readonly brokenAt: number | null
}

/** What verify.py says to each of these command lines, all in one process. */
function verdictsOfPython(commands: readonly (readonly string[])[]): Verdict[] {
  const program = `
import contextlib, importlib.util, io, json, sys
spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)
for line in sys.stdin:
    sys.argv[1:] = ["--json", *json.loads(line)]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try: code = verify.main()
        except SystemExit as end: code = end.code
    print(json.dumps({"code": code, "brokenAt": json.loads(out.getvalue())["brokenAt"] if code != 3 else None}))`
  const run = spawnSync('python3', ['-c', program, verifyPy], {
    input: commands.map((command) => `${JSON.stringify(command)}\n`).join(''),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  const verdicts: Verdict[] = run.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  expect(verdicts).toHaveLength(commands.length)
  return verdicts
}

/** What ours says, with the exit codes of `vmixctl witness verify`. */
async function ourVerdict(verifying: Promise<VerifyResult>): Promise<Verdict> {
  try {
    const { valid, anchored, brokenAt } = await verifying
    return { code: valid ? (anchored ? 0 : 2) : 1, brokenAt }
  } catch (error) {
    if (error instanceof WitnessError) return { code: 3, brokenAt: null }
    throw error
  }
}

interface Anchors {
  readonly host?: string
  readonly port?: number
  readonly expectSize?: number
  readonly expectHead?: string
}

/** A file (or a folder's segments) to verify, and what is known of it. */
export interface Case extends Anchors {
  readonly name: string
  readonly bytes: string | Buffer | readonly (string | Buffer | null)[]
  /** What the file is called; null among segments stands for one that is not there. */
  readonly file?: string
  /** What both must say, where the name promises it. */
  readonly says?: Partial<Verdict>
}

const optionsOf = ({ host, port, expectSize, expectHead }: Anchors): string[] => [
  ...(host === undefined ? [] : ['--host', host]),
  ...(port === undefined ? [] : ['--port', String(port)]),
  ...(expectSize === undefined ? [] : ['--expect-size', String(expectSize)]),
  ...(expectHead === undefined ? [] : ['--expect-head', expectHead]),
]
const anchorsOf = ({ host, port, expectSize, expectHead }: Anchors): Anchors => ({
  ...(host === undefined ? {} : { host }),
  ...(port === undefined ? {} : { port }),
  ...(expectSize === undefined ? {} : { expectSize }),
  ...(expectHead === undefined ? {} : { expectHead }),
})

/** Asks both about every case: those of which they do not say the same, or not what the case promises. */
export async function disagreements(cases: readonly Case[], format: 'own' | 'original'): Promise<object[]> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-py-'))
  const commands: string[][] = []
  const ours: Verdict[] = []
  for (const [index, one] of cases.entries()) {
    const path = join(folder, String(index), one.file ?? 'log')
    await mkdir(join(folder, String(index)))
    if (Array.isArray(one.bytes)) {
      await mkdir(path)
      for (const [number, bytes] of one.bytes.entries()) {
        if (bytes !== null) await writeFile(join(path, `${String(number + 1).padStart(6, '0')}.jsonl`), bytes)
      }
    } else if (typeof one.bytes === 'string' || Buffer.isBuffer(one.bytes)) await writeFile(path, one.bytes)
    const known = anchorsOf(one)
    const named = Array.isArray(one.bytes) ? { folder: path } : { file: path }
    ours.push(
      await ourVerdict(format === 'own' ? verifyLog({ ...named, ...known }) : verifyOriginal({ file: path, ...known })),
    )
    commands.push(['--format', format, ...optionsOf(one), path])
  }
  const theirs = verdictsOfPython(commands)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  return cases.flatMap(({ name, says }, index) => {
    const [our, their] = [ours[index], theirs[index]]
    const alike = our?.code === their?.code && our?.brokenAt === their?.brokenAt
    const { code = our?.code, brokenAt = our?.brokenAt } = says ?? {}
    const kept = our?.code === code && our?.brokenAt === brokenAt
    return alike && kept ? [] : [{ name, ours: our, theirs: their, promised: says }]
  })
}

/** A file with some of its bytes changed, removed, doubled or moved. */
export const mutilated = (whole: Buffer, count: number): Case[] =>
  fc
    .sample(
      fc.record({
        at: fc.nat(whole.length),
        kind: fc.constantFrom('set', 'insert', 'delete', 'double', 'swap', 'flip'),
        by: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\n"{}[],:\\0e.- \r'))),
        length: fc.oneof(fc.nat(3), fc.nat(900)),
      }),
      count,
    )
    .map(({ at, kind, by, length }) => {
      const [before, part, after] = [
        whole.subarray(0, at),
        whole.subarray(at, at + length),
        whole.subarray(at + length),
      ]
      const one = Buffer.from([kind === 'flip' ? (whole[at] ?? 0) ^ (1 << (by & 7)) : by])
      const changed = {
        set: [before, one, whole.subarray(at + 1)],
        flip: [before, one, whole.subarray(at + 1)],
        insert: [before, one, part, after],
        delete: [before, after],
        double: [before, part, part, after],
        swap: [after, part, before],
      }[kind]
      return { name: `${kind} ${length} at ${at} by ${by}`, bytes: Buffer.concat(changed) }
    })
