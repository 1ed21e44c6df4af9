import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseState, VMixAPIError, type VMixState } from '../../src/vmix/index.ts'
import { parseAnyState } from '../../src/vmix/state-parser.ts'
import { type Elements, readPlain } from '../../src/vmix/state/read-plain.ts'
import { mutated, partsOf, randomFrom } from '../support/mutation.ts'
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
/** What a document is made of: elements without others in them, attributes, and single words. Changes of the first two keep most documents well-formed. */
const WHOLE_ELEMENTS = /<(\w+)[^<>]*\/>|<(\w+)[^<>]*>[^<>]*<\/\2>|<[^<>]*>/g
const WHOLE_ATTRIBUTES = /\s+\w+="[^"]*"/g
const WORDS = /"[^"]*"|[<>]|\w+=?/g
const seeds = [Buffer.from(own), Buffer.from(plain), ...captured.filter((seed) => seed.length < 8000)].flatMap((seed) =>
  [WHOLE_ELEMENTS, WHOLE_ATTRIBUTES, WORDS].map((part) => partsOf(seed, part)),
)
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 20_000)

const PIECES = [
  '<',
  '>',
  '/',
  '&',
  '"',
  "'",
  '</vmix>',
  '<vmix>',
  '<input/>',
  '<streaming channel0="True" channel1="true" channel64="True">True</streaming>',
  '<overlay number="1">1</overlay>',
  '<audio><busA/><busA volume="1"/><busZ/></audio>',
  '<a b="1" b="2"/>',
  '<é:ü x="1"/>',
  '&#x0;',
  '&#65;',
  '&lt;',
  '&unknown;',
  ']]>',
  '<![CDATA[',
  '<!-- -- -->',
  '<?x y?>',
  '<!DOCTYPE x [',
  '<!DOCTYPE x [<!ENTITY e "1">]>',
  '-1e999',
  'channel63="True" ',
  '__proto__',
  '__proto__="1"',
  'constructor',
  '\u0000',
  '\u0001',
  '\u007F',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\uFFFE',
  '\uFFFF',
  '\r',
  '\r\n',
  '\t',
  '🎥',
].map((piece) => Buffer.from(piece))
const VALUES = [
  '',
  '0',
  '-1',
  '1e999',
  'NaN',
  'Infinity',
  '0x10',
  ' 1 ',
  '1,5',
  '٣',
  '9007199254740993',
  '4294967296',
  'True',
  'TRUE',
  'yes',
  'a&amp;b',
  'a&#10;b',
  '&quot;&apos;&lt;&gt;',
  'line\r\nline\ttab',
  '\u000B',
  'é🎥',
  '__proto__',
  'x'.repeat(3000),
].map((value) => Buffer.from(`"${value}"`))

const options = {
  seeds,
  pieces: PIECES,
  values: VALUES,
  replaceable: (part: Buffer) => part[0] === 0x22 && part.length > 1,
}
const mutate = (round: number) => mutated(options, randomFrom(round))

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
function outcome(round: number, read: () => VMixState): string {
  try {
    const state = read()
    if (outOfBounds(state)) throw new Error(`round ${round}: out of bounds`)
    return JSON.stringify(state)
  } catch (error) {
    if (error instanceof VMixAPIError && error.code === 'bad_state') return error.code
    throw new Error(`round ${round}`, { cause: error })
  }
}

const NOBODY: Elements = { open: () => true, text: () => undefined, close: () => true }

describe('mutated state documents', { timeout: 120_000 + 2 * ROUNDS }, () => {
  it('give a state of bounded size, or bad_state, never another error, and never otherwise than by the parser of all of XML', () => {
    let [read, refused, plainly] = [0, 0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const xml = mutate(round).toString('utf8')
      const first = outcome(round, () => parseState(xml))
      if (first !== outcome(round, () => parseAnyState(xml))) throw new Error(`round ${round}: read otherwise: ${xml}`)
      if (first === 'bad_state') refused++
      else read++
      if (readPlain(xml, NOBODY)) plainly++
    }
    console.log(`${ROUNDS} documents: ${read} read (${plainly} of them by the quick parser), ${refused} refused`)
    // Every way out must have been taken, else this tests nothing.
    for (const count of [read, refused, plainly]) expect(count).toBeGreaterThan(ROUNDS / 20)
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
