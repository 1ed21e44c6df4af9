import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotJson, readLossless } from '../../src/witness/original/lossless-json.ts'
import { pythonDumps } from '../../src/witness/original/python-dumps.ts'
import { verifyOriginal } from '../../src/witness/index.ts'
import { needs, sharedMaterial } from '../support/programs.ts'

/** More on demand: WITNESS_DOCUMENTS=200000. */
const documents = Number(process.env['WITNESS_DOCUMENTS'] ?? 4000)
const vectors = sharedMaterial('vectors/python-witness.json')

const normalised = (text: string): string => pythonDumps(readLossless(text).value)

describe.runIf(vectors !== null)('chains that the original wrote', () => {
  interface Vectors {
    readonly canonical_pairs_hand: readonly (readonly [string, string])[]
    readonly canonical_pairs_random: readonly (readonly [string, string])[]
    readonly chain: { readonly host: string; readonly port: number; readonly wire: string; readonly hashes: string[] }
  }
  const { canonical_pairs_hand, canonical_pairs_random, chain }: Vectors =
    vectors === null
      ? { canonical_pairs_hand: [], canonical_pairs_random: [], chain: {} }
      : JSON.parse(readFileSync(vectors, 'utf8'))

  it('come out as CPython prints them: 431 of 431 pairs', () => {
    const pairs = [...canonical_pairs_hand, ...canonical_pairs_random]
    expect(pairs).toHaveLength(431)
    expect(pairs.map(([text]) => normalised(text))).toEqual(pairs.map(([, printed]) => printed))
  })

  it('verify to the last entry, against address, size and head', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'original-')), 'chain.json')
    await writeFile(file, chain.wire)
    const { host, port, hashes } = chain
    const anchors = { expectSize: 5, expectHead: hashes[4] ?? '' }
    expect(await verifyOriginal({ file, host, port, ...anchors })).toMatchObject({
      valid: true,
      totalEvents: 5,
      firstHash: hashes[0],
      lastHash: hashes[4],
      anchored: true,
    })
    expect(await verifyOriginal({ file, host, port: port + 1 })).toMatchObject({ valid: false, brokenAt: 0 })
  })
})

/** JSON texts as someone else might write them: any layout, any escape, any number. */
const someoneElses: fc.Arbitrary<string> = (() => {
  const blank = fc.constantFrom('', '', '', ' ', '\n', '\r\n\t')
  const character = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).map((text) => JSON.stringify(text).slice(1, -1)),
    fc.nat(0xffff).map((unit) => String.raw`\u` + unit.toString(16).padStart(4, '0')),
    fc.constantFrom(String.raw`\/`, String.raw`\uD83D\uDE00`, String.raw`\ud83d`, '\u007f', '\u2028', '😀', '\ue000'),
  )
  const string = fc.array(character, { maxLength: 5 }).map((characters) => `"${characters.join('')}"`)
  const digits = fc.stringMatching(/^(?:0|[1-9][0-9]{0,24})$/)
  const number = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', '-'),
        digits,
        fc.stringMatching(/^(?:\.[0-9]{1,20})?$/),
        fc.stringMatching(/^(?:[eE][-+]?[0-9]{1,3})?$/),
      )
      .map((parts) => parts.join('')),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('NaN', 'Infinity', '-Infinity', '1E400', '-1e400', '-0', '-0.0', '26.0', '1e-5', '1e16'),
  )
  const name = fc.oneof(string, fc.constantFrom('"__proto__"', '"a"', String.raw`"\ud83d\ude00"`, String.raw`"\ue000"`))
  const { value } = fc.letrec<{ value: string }>((tie) => {
    const item = fc.tuple(blank, tie('value'), blank).map((parts) => parts.join(''))
    const pair = fc.tuple(blank, name, blank, item).map(([before, key, after, of]) => `${before}${key}${after}:${of}`)
    return {
      value: fc.oneof(
        { depthSize: 'small' },
        number,
        string,
        fc.constantFrom('true', 'false', 'null', '[]', '{}', '[ ]', '{\n}'),
        fc.array(item, { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
        fc.array(pair, { maxLength: 4 }).map((pairs) => `{${pairs.join(',')}}`),
      ),
    }
  })
  return value
})()

/** And texts that are nearly JSON: one character taken out, doubled or replaced. */
const nearly = fc.tuple(someoneElses, fc.nat(), fc.constantFrom('', '"', ',', '0', 'e', '-', '\\', '}', ']', 'N', '\t'))
const damaged = nearly
  .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1))
  // Half a surrogate pair as it is, not as an escape, stands in no UTF-8; Python keeps it apart from an escaped half.
  .filter((text) => text.isWellFormed())

/** What CPython says to each: its canonical text, or null where it is no JSON. */
function cpython(texts: readonly string[]): (string | null)[] {
  const program = `import json, sys
for line in sys.stdin.buffer:
    try: print(json.dumps(json.loads(json.loads(line)), sort_keys=True))
    except ValueError: print("refused")`
  const run = spawnSync('python3', ['-c', program], {
    input: Buffer.from(texts.map((text) => `${JSON.stringify(text)}\n`).join('')),
    maxBuffer: 1 << 30,
    encoding: 'latin1',
  })
  expect(run.status).toBe(0)
  const lines = run.stdout.split('\n').slice(0, -1)
  expect(lines).toHaveLength(texts.length)
  return lines.map((line) => (line === 'refused' ? null : line))
}

function ours(text: string): string | null {
  try {
    return normalised(text)
  } catch (error) {
    if (error instanceof NotJson) return null
    throw error
  }
}

describe.runIf(needs('python3'))('beside CPython', { timeout: 30_000 + documents * 2 }, () => {
  it(`${documents} documents in any layout come out the same, byte for byte`, () => {
    const texts = fc.sample(someoneElses, documents)
    const theirs = cpython(texts)
    expect(theirs).not.toContain(null)
    expect(texts.filter((text, index) => ours(text) !== theirs[index])).toEqual([])
  })

  it(`${documents} damaged documents are taken and refused alike`, () => {
    const texts = fc.sample(damaged, documents)
    const theirs = cpython(texts)
    expect(theirs.filter((line) => line === null).length).toBeGreaterThan(documents / 10)
    expect(texts.filter((text, index) => ours(text) !== theirs[index])).toEqual([])
  })
})
