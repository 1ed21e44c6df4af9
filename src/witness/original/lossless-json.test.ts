import { describe, expect, it } from 'vitest'
import { maxDepth, NotJson, NumberText, readLossless } from './lossless-json.ts'
import { pythonDumps } from './python-dumps.ts'

const printed = (text: string): string => pythonDumps(readLossless(text).value)

describe("what Python's reader and printer make of a text", () => {
  it.each([
    ['26.0', '26.0'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['1E400', 'Infinity'],
    ['-1e400', '-Infinity'],
    ['NaN', 'NaN'],
    ['1e16', '1e+16'],
    ['1e-5', '1e-05'],
    ['1E+2', '100.0'],
    [`-${'9'.repeat(5000)}`, `-${'9'.repeat(5000)}`],
    [' [ 1 ,\r\n\t2 ] ', '[1, 2]'],
    ['{"a": 1, "b": 2, "a": 3}', '{"a": 3, "b": 2}'],
    [String.raw`"\ud83d\uDE00\/😀é"`, String.raw`"\ud83d\ude00/\ud83d\ude00\u00e9"`],
    [String.raw`"\ud800"`, String.raw`"\ud800"`],
    ['"\u007f"', String.raw`"\u007f"`],
    ['{"__proto__": {"x": 1}}', '{"__proto__": {"x": 1}}'],
    [
      String.raw`{"\ue000": 1, "\ud83d\ude00": 2, "10": 3, "9": 4}`,
      String.raw`{"10": 3, "9": 4, "\ue000": 1, "\ud83d\ude00": 2}`,
    ],
  ])('%s is printed %s', (text, expected) => {
    expect(printed(text)).toBe(expected)
  })

  it.each([
    '',
    ' ',
    '01',
    '+1',
    '.5',
    '1.',
    '1e',
    '-',
    '-NaN',
    'nan',
    'nul',
    'truefalse',
    '[1,]',
    '[1 2]',
    '[',
    '{"a":1,}',
    '{"a" 1}',
    '{1: 2}',
    '{"a": 1',
    '"open',
    '"\t"',
    '"\n"',
    String.raw`"\x"`,
    String.raw`"\u12"`,
    String.raw`"\u+123"`,
    '"\\',
    '\u00a01',
    '\ufeff1',
    '1 2',
    '١',
  ])('%j is refused', (text) => {
    expect(() => readLossless(text)).toThrow(NotJson)
  })

  it('says where', () => {
    expect(() => readLossless('{"a": tru}')).toThrow(expect.objectContaining({ at: 6 }))
  })

  it('counts the keys that were written over, at every level', () => {
    expect(readLossless('{"a": {"b": 1, "b": 2}, "c": [{"d": 1, "d": 1, "d": 1}]}').doubledKeys).toBe(3)
    expect(readLossless('{"a": {"a": 1}}').doubledKeys).toBe(0)
  })

  it('takes objects and arrays in one another up to its bound, and is not exhausted by more', () => {
    const within = (levels: number, value: string): string => '['.repeat(levels) + value + ']'.repeat(levels)
    expect(printed(within(maxDepth, '1'))).toBe(within(maxDepth, '1'))
    expect(() => readLossless(within(maxDepth + 1, '1'))).toThrow('nested deeper than 512 levels')
    expect(() => readLossless('['.repeat(1_000_000))).toThrow(NotJson)
  })

  it('keeps a number as it was written', () => {
    expect(readLossless('1.50').value).toEqual(new NumberText('1.50'))
  })
})
