import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanCanonical } from '../../src/witness/canonical-text.ts'
import { canonicalJson } from '../../src/witness/canonical.ts'
import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { needs, sharedMaterial } from '../support/programs.ts'
import { freshFolder, linesOf, openIn, segmentOf } from './support.ts'

const vectors = sharedMaterial('vectors/python-witness.json')

describe.runIf(needs('python3'))('with CPython', () => {
  it('random documents come out the same, byte for byte', { timeout: 60_000 }, () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom(-0, 2 ** 53, -(2 ** 53), 2 ** 53 + 2, 1e15, 1e16, 1e-4, 1e-5, 5e-324, 1e22, 123456789012345680),
    )
    const key = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('\ue000', '\u{1f600}', '\ud800', '__proto__', '10', '9'),
    )
    const { document } = fc.letrec<{ document: unknown }>((tie) => ({
      document: fc.oneof(
        { depthSize: 'small' },
        number,
        fc.string({ unit: 'binary' }),
        fc.constantFrom(null, true, false, '\udc00'),
        fc.array(tie('document'), { maxLength: 5 }),
        fc.array(fc.tuple(key, tie('document')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
      ),
    }))
    const texts = fc.sample(document, 20_000).map((value) => canonicalJson(value))
    const program = `import json,sys
for line in sys.stdin: print(json.dumps(json.loads(line), sort_keys=True))`
    const output = execFileSync('python3', ['-c', program], {
      input: `${texts.join('\n')}\n`,
      maxBuffer: 1 << 30,
      encoding: 'latin1',
    })
    const theirs = output.split('\n').slice(0, -1)
    expect(theirs).toHaveLength(texts.length)
    expect(texts.filter((text, index) => text !== theirs[index])).toEqual([])
  })

  describe('the checker in docs/witness.md', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/witness.md'), 'utf8')
    const program = /```python\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''
    const check = (file: string): { readonly status: number | null; readonly text: string } => {
      const run = spawnSync('python3', ['-c', program, file, 'localhost', '8088'], { encoding: 'utf8' })
      return { status: run.status, text: run.stdout + run.stderr }
    }

    it('agrees to a log that we wrote, and finds the changed line', async () => {
      const folder = await freshFolder()
      const head = await (async () => {
        await using witness = await openIn(folder)
        await witness.append({
          eventType: 'stream_started',
          params: { title: 'é "😀" \\', n: 1e-5, big: 2 ** 60, zero: -0, none: null },
        })
        await witness.append({ eventType: 'stream_stopped', result: [true, 'ok', { '\ue000': 1, '\u{1f600}': 2 }] })
        return witness.head()
      })()
      expect(check(segmentOf(folder))).toEqual({ status: 0, text: `3 entries, head ${head.hash}\n` })
      const lines = await linesOf(folder)
      const changed = [
        lines.with(1, lines[1]?.replace('stream_started', 'stream_stopped') ?? ''),
        lines.with(1, lines[1]?.replace(String.raw`\u00e9`, String.raw`\u00E9`) ?? ''),
        lines.with(1, lines[1]?.replace(/"witness_timestamp": "2/, '"witness_timestamp": "3') ?? ''),
        lines.with(1, lines[1]?.replace(/}$/, ', "x": 1}') ?? ''),
        lines.toSpliced(1, 1),
      ]
      for (const copy of changed) {
        const file = join(folder, 'changed.jsonl')
        await writeFile(file, `${copy.join('\n')}\n`)
        expect(check(file)).toMatchObject({ status: 1, text: expect.stringContaining('entry 2: ') })
      }
    })

    it('is the formula of the issue, applied to each line', async () => {
      const folder = await freshFolder()
      {
        await using witness = await openIn(folder)
        await Promise.all(
          Array.from({ length: 50 }, (_, index) => witness.append({ eventType: 'x', params: { text: `ü${index}` } })),
        )
      }
      const formula = `import hashlib,json,sys
previous=None
for line in open(sys.argv[1]):
    e=json.loads(line)
    assert hashlib.sha256((e['previous_hash'] + json.dumps(e['event'], sort_keys=True)).encode()).hexdigest() == e['current_hash']
    assert previous in (None, e['previous_hash'])
    previous=e['current_hash']
print(previous)`
      const head = execFileSync('python3', ['-c', formula, segmentOf(folder)], { encoding: 'utf8' }).trim()
      expect((await readFile(segmentOf(folder), 'latin1')).trimEnd().endsWith('}')).toBe(true)
      expect((await linesOf(folder)).at(-1)).toContain(`{"current_hash": "${head}"`)
    })
  })
})

describe.runIf(vectors !== null)('the vectors of the original implementation', () => {
  interface Vectors {
    readonly canonical_pairs_hand: readonly (readonly [string, string])[]
    readonly canonical_pairs_random: readonly (readonly [string, string])[]
    readonly chain: { readonly host: string; readonly port: number; readonly genesis: string }
  }
  const { canonical_pairs_hand, canonical_pairs_random, chain }: Vectors =
    vectors === null
      ? { canonical_pairs_hand: [], canonical_pairs_random: [], chain: {} }
      : JSON.parse(readFileSync(vectors, 'utf8'))
  const pairs = [...canonical_pairs_hand, ...canonical_pairs_random]

  it('all finite results are canonical to our reader, and no other spelling is', () => {
    expect(pairs.length).toBe(431)
    for (const [wire, canonical] of pairs) {
      const isCanonical = (text: string): boolean => {
        try {
          return scanCanonical(text, 0) === text.length
        } catch {
          return false
        }
      }
      expect([canonical, isCanonical(canonical)]).toEqual([canonical, !/NaN|Infinity/.test(canonical)])
      expect([wire, isCanonical(wire)]).toEqual([wire, wire === canonical && !/NaN|Infinity/.test(canonical)])
    }
  })

  it('what JavaScript can hold without loss is written as there', () => {
    // Whole floats (26.0) and integers beyond 2^53 are the two things that JSON.parse cannot tell.
    const lossless = pairs.filter(([, canonical]) => !/NaN|Infinity|(?<![\d.])-?\d+\.0(?![\d])|\d{16,}/.test(canonical))
    expect(lossless.length).toBeGreaterThan(100)
    for (const [, canonical] of lossless) expect(canonicalJson(JSON.parse(canonical))).toBe(canonical)
  })

  it('the genesis is the same', () => {
    expect(genesisHash(chain.host, chain.port)).toBe(chain.genesis)
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})
