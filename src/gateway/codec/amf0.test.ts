import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AmfError, type AmfValue, decodeAmf0, encodeAmf0, leadingString } from './index.ts'

describe('AMF0', () => {
  it('reads back what it wrote', () => {
    const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom(null, undefined),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ minLength: 1, unit: 'binary' }).filter((name) => name !== '__proto__'),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        expect(decodeAmf0(encodeAmf0(...values))).toEqual(values.map(plain))
      }),
    )
  })

  it('reads what ffmpeg sends as onMetaData: an ECMA array, its count a mere hint', () => {
    const body = Buffer.concat([
      encodeAmf0('onMetaData'),
      Buffer.from('08ffffffff', 'hex'),
      Buffer.from('00057769647468', 'hex'),
      encodeAmf0(640),
      Buffer.from('000009', 'hex'),
    ])
    expect(decodeAmf0(body)).toEqual(['onMetaData', plain({ width: 640 })])
  })

  it('keeps texts of 65,536 bytes and more, as long strings', () => {
    const long = 'ü'.repeat(40_000)
    expect(decodeAmf0(encodeAmf0(long))).toEqual([long])
  })

  it('lets no key reach a prototype', () => {
    const name = Buffer.from('__proto__')
    const body = Buffer.concat([Buffer.of(3, 0, name.length), name, encodeAmf0({ admin: true }), Buffer.of(0, 0, 9)])
    const [object] = decodeAmf0(body)
    expect(Object.getPrototypeOf(object)).toBeNull()
    expect(Object.keys(object as object)).toEqual(['__proto__'])
  })

  it.each([
    ['a value cut off', encodeAmf0(1).subarray(0, 5)],
    ['a text longer than its message', Buffer.from('02ffff61', 'hex')],
    ['an array longer than its message', Buffer.from('0affffffff', 'hex')],
    ['nesting without end', Buffer.from('0a00000001'.repeat(1000), 'hex')],
    ['too many values', Buffer.alloc(5000, 5)],
    ['an unknown type', Buffer.of(0x42)],
  ])('refuses %s', (_, body) => {
    expect(() => decodeAmf0(body)).toThrow(AmfError)
  })

  it('reads the leading text alone, whatever follows', () => {
    expect(leadingString(Buffer.concat([encodeAmf0('onMetaData'), Buffer.of(0x42)]))).toBe('onMetaData')
    expect(leadingString(Buffer.of(2, 0, 9, 65))).toBeNull()
  })
})

/** Decoded objects have no prototype; arrays and objects in them likewise. */
function plain(value: AmfValue): AmfValue {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, AmfValue> = Object.create(null)
  for (const [name, item] of Object.entries(value)) copy[name] = plain(item)
  return copy
}
