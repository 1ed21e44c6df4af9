import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseState, VMixAPIError, type VMixState } from '../../src/vmix/index.ts'
import { parseAnyState } from '../../src/vmix/state-parser.ts'
import { sharedMaterial } from '../support/programs.ts'

/** A document of our own, so that the test is of use without the captured ones. */
const own = `\uFEFF<?xml version="1.0"?><vmix><version>29.0.0.49</version><edition>Pro</edition><inputs><input key="k" number="1" type="NDI"
title="A &amp; B &#xB;" position="0" duration="10" loop="False" muted="True" volume="25.5" audiobusses="M,A" callPassword="1">A<list><item selected="true">a.mp4</item><item/></list><overlay index="0"
key="k"><position panX="-0.5"/><crop X1="0.1"/></overlay><replay live="True" speed="0.9"><timecode>t</timecode></replay><position zoomX="2"/><text
index="0" name="Headline.Text">é</text><image name="i">u</image><color>#FFF</color><aura f="1">g</aura></input></inputs><outputs><output type="output"
number="1" srt="True"/></outputs><overlays><overlay number="1">3</overlay><overlay number="2"/></overlays><preview>2</preview><active>1</active>
<transitions><transition number="1" effect="Fade" duration="500"/></transitions><recording duration="515" filename1="C:\\a.mp4"
filename2="b">True</recording><streaming channel1="True" channel2="True">True</streaming><mix number="2"><active>4</active></mix><!-- --><![CDATA[x]]>
<audio><master volume="100"/><busA volume="1"/></audio><dynamic><input1>1</input1><value4>é</value4></dynamic><quantum/></vmix>`

const folder = sharedMaterial('reference/xml')
const captured =
  folder === null
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => readFileSync(join(folder, name)))
/** The same without what only the parser of all of XML reads: as vMix writes its documents. */
const plain = own.slice(own.indexOf('<vmix>')).replace('<!-- --><![CDATA[x]]>', '').replace('&#xB;', '')
const seeds = [Buffer.from(own), Buffer.from(plain), ...captured.filter((seed) => seed.length < 8000)]
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 20_000)

/** Small and repeatable (mulberry32): a failure names its round, and the same round fails again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const PIECES = [
  '<',
  '>',
  '&',
  '"',
  '</vmix>',
  '<vmix>',
  '&#x0;',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE x [',
  '-1e999',
  'channel63="True" ',
  '__proto__',
  '\u0000',
]

function mutate(round: number): Buffer {
  const random = randomFrom(round)
  const pick = (below: number) => Math.floor(random() * below)
  let bytes = Buffer.from(seeds[pick(seeds.length)] ?? own)
  for (let changes = 1 + pick(6); changes > 0; changes--) {
    const at = pick(bytes.length)
    const until = Math.min(bytes.length, at + pick(40))
    switch (pick(5)) {
      case 0:
        bytes[at] = pick(256)
        break
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)])
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)])
        break
      case 3:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(PIECES[pick(PIECES.length)] ?? ''),
          bytes.subarray(at),
        ])
        break
      default:
        bytes = bytes.subarray(0, Math.max(1, at))
    }
    if (bytes.length === 0) bytes = Buffer.from('<')
  }
  return bytes
}

function outOfBounds({ streams, major, recording, dynamic, extra }: VMixState): boolean {
  return (
    streams.length > 64 ||
    !Number.isFinite(major) ||
    recording.files.length > 1000 ||
    (dynamic?.inputs.length ?? 0) > 9 ||
    extra.length > 100 ||
    extra.some(({ path, value }) => path.length > 200 || value.length > 200)
  )
}

/** As text: the state, or the refusal's code. */
function outcome(read: () => VMixState): string {
  try {
    return JSON.stringify(read())
  } catch (error) {
    if (error instanceof VMixAPIError) return error.code
    throw error
  }
}

describe('mutated state documents', { timeout: 120_000 + 2 * ROUNDS }, () => {
  it('give a state of bounded size, or bad_state, and never another error', () => {
    let read = 0
    for (let round = 0; round < ROUNDS; round++) {
      try {
        const state = parseState(mutate(round).toString('utf8'))
        if (outOfBounds(state)) throw new Error('out of bounds')
        read++
      } catch (error) {
        if (error instanceof VMixAPIError && error.code === 'bad_state') continue
        throw new Error(`round ${round}`, { cause: error })
      }
    }
    // Both ways out must have been taken, else this tests nothing.
    expect(read).toBeGreaterThan(ROUNDS / 50)
    expect(read).toBeLessThan(ROUNDS)
  })

  it('are never read otherwise than by the parser of all of XML', () => {
    const otherwise: string[] = []
    for (let round = 0; round < ROUNDS && otherwise.length < 5; round++) {
      const xml = mutate(round).toString('utf8')
      const read = outcome(() => parseState(xml))
      if (read !== outcome(() => parseAnyState(xml))) otherwise.push(`round ${round}: ${read}`)
    }
    expect(otherwise).toEqual([])
  })

  it('takes deep nesting and endless attributes in its stride', () => {
    const deep = `<vmix>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}<version>1</version></vmix>`
    expect(parseState(deep).version).toBe('1')
    const wide = Array.from({ length: 50_000 }, (_, i) => `filename${i}="x"`).join(' ')
    expect(parseState(`<vmix><recording ${wide}>True</recording></vmix>`).recording.files.length).toBeLessThanOrEqual(
      1000,
    )
  })
})
