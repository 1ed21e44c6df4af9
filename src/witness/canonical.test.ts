import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../secrets/index.ts'
import { NotCanonical, scanCanonical } from './canonical-text.ts'
import { canonicalJson, compareCodePoints } from './canonical.ts'
import { pythonFloat, pythonNumber } from './python-number.ts'

describe("numbers in Python's layout", () => {
  it.each([
    [26, '26'],
    [29.97, '29.97'],
    [-0, '-0.0'],
    [0, '0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [1e16, '1e+16'],
    [1e22, '1e+22'],
    [5e-324, '5e-324'],
    [123456789012345680, '1.2345678901234568e+17'],
    [2 ** 53 - 1, '9007199254740991'],
    [2 ** 53, '9007199254740992.0'],
    [-(2 ** 53), '-9007199254740992.0'],
    [-0.5, '-0.5'],
    [1234.5, '1234.5'],
  ])('%d is %s', (value, text) => {
    expect(pythonNumber(value)).toBe(text)
  })

  it('a float keeps its point', () => {
    expect([26, 0, 1e15, -3].map(pythonFloat)).toEqual(['26.0', '0.0', '1000000000000000.0', '-3.0'])
  })

  it('reads back the same (property)', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(pythonFloat(value))).toBe(value)
      }),
    )
  })
})

describe('canonicalJson', () => {
  it("sorts by code point, not by UTF-16 unit, and escapes as Python's json.dumps", () => {
    expect(canonicalJson({ '\u{1f600}': 1, '\ue000': 2, b: [1, {}], a: [], 10: 1, 9: 2 })).toBe(
      String.raw`{"10": 1, "9": 2, "a": [], "b": [1, {}], "\ue000": 2, "\ud83d\ude00": 1}`,
    )
    expect(canonicalJson('"\\/\b\f\n\r\t\u0000\u007f\u00e9\u2028')).toBe(
      String.raw`"\"\\/\b\f\n\r\t\u0000\u007f\u00e9\u2028"`,
    )
    expect(canonicalJson('\ud800')).toBe(String.raw`"\ud800"`)
    expect(canonicalJson(JSON.parse('{"__proto__": 1}'))).toBe('{"__proto__": 1}')
  })

  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  it.each([
    ['NaN', { a: [Number.NaN] }, 'a[0] is NaN'],
    ['infinity', { a: Number.NEGATIVE_INFINITY }, '-Infinity'],
    ['undefined', { a: { b: undefined } }, 'a.b is undefined'],
    ['a hole', { a: Object.assign([], { length: 1 }) }, 'a[0] is undefined'],
    ['a function', { a: () => 1 }, 'function'],
    ['a symbol', { a: Symbol('x') }, 'symbol'],
    ['a bigint', { a: 1n }, 'bigint'],
    ['a map', { a: new Map() }, 'not a plain object'],
    ['a cycle', cycle, 'refers to itself'],
    ['too much', { a: 'x'.repeat(1_000_001) }, 'longer than'],
    ['too many', Array.from({ length: 600_000 }, () => 1), 'longer than'],
  ])('refuses %s and says where', (_, value, words) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'bad_event' }))
    expect(() => canonicalJson(value)).toThrow(words)
  })

  it('writes dates and secrets as their toJSON says', () => {
    expect(canonicalJson({ at: new Date(0), key: new Secret('hidden') })).toBe(
      '{"at": "1970-01-01T00:00:00.000Z", "key": "[secret]"}',
    )
  })

  it('redacts keys and values alike', () => {
    const transform = (text: string): string => text.replaceAll('hidden', '[secret]')
    expect(canonicalJson({ 'x hidden': ['hidden y'] }, { transform })).toBe('{"x [secret]": ["[secret] y"]}')
  })

  it('writes what its reader takes as canonical, and JSON.parse reads back (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value)
        expect(scanCanonical(text, 0)).toBe(text.length)
        expect(JSON.parse(text)).toEqual(value)
        expect(text).toMatch(/^[ -~]*$/)
      }),
    )
  })

  it('orders texts as their code points do (property)', () => {
    const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0)
    const unit = fc.constantFrom('a', '\ue000', '\u{1f600}', '\ud800', '\udfff', 'ÿ')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 4 }), fc.string({ unit, maxLength: 4 }), (one, other) => {
        const [left, right] = [points(one), points(other)]
        const at = left.findIndex((point, index) => point !== right[index])
        const expected = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1)
        expect(Math.sign(compareCodePoints(one, other))).toBe(Math.sign(expected))
      }),
    )
  })
})

describe('scanCanonical', () => {
  it.each([
    '26.0',
    '9007199254740993',
    '-1141251363045256128633',
    '1e-05',
    '-0.0',
    '0',
    String.raw`"\u00e9\ud800\n"`,
    '{"a": [1, {}], "b": null}',
    '[]',
    'true',
  ])('takes %s', (text) => {
    expect(scanCanonical(text, 0)).toBe(text.length)
  })

  it.each([
    '-0',
    '1.50',
    '1e5',
    '1E-05',
    '1e-5',
    '100.00',
    '1e+400',
    '01',
    '+1',
    'NaN',
    'Infinity',
    String.raw`"\u00E9"`,
    String.raw`"\u0041"`,
    String.raw`"\u000a"`,
    String.raw`"\/"`,
    '"é"',
    '"\u007f"',
    '"open',
    '{"b": 1, "a": 2}',
    '{"a": 1, "a": 2}',
    '{"a":1}',
    '{"a": 1,"b": 2}',
    '{"a": 1, }',
    '[1,2]',
    '[ ]',
    '{',
    '',
    '['.repeat(100),
  ])('refuses %s', (text) => {
    expect(() => {
      if (scanCanonical(text, 0) !== text.length) throw new NotCanonical(0, 'something follows')
    }).toThrow(NotCanonical)
  })
})
