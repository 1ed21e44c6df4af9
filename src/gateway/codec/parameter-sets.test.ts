import { describe, expect, it } from 'vitest'
import { parseAvcConfig, parseHevcConfig, videoPacket } from './index.ts'
import { withComposition, withParameterSets } from './parameter-sets.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const avc = parseAvcConfig(hex('0142c01fffe100196742c01fdb0280bfe5c044000003000400000301e03c60cb8001000568ca83cb20'))
const hevc = parseHevcConfig(
  hex(
    `0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c959409
     a10001002a42010101600000030090000003000003003ca00a880c1c4446595952930bc05a02000007d20000ea6010a2000100064401c073c189`,
  ),
)

describe('withParameterSets', () => {
  it.each([
    ['H.264', '1701000000', avc, '00000002 6588'],
    ['H.264 by four characters', '9161766331000000', avc, '00000002 6588'],
    ['HEVC', '9168766331000042', hevc, '00000002 2601'],
    ['HEVC without composition time', '9368766331', hevc, '00000002 2601'],
  ])('puts the sets of %s before its picture, once', (_, head, config, unit) => {
    if (config === null) throw new Error('the header must be readable')
    const sets = 'vps' in config ? [...config.vps, ...config.sps, ...config.pps] : [...config.sps, ...config.pps]
    const prefixed = sets.map((set) => set.length.toString(16).padStart(8, '0') + set.toString('hex')).join('')
    const body = hex(head + unit)
    const whole = withParameterSets(body, config)
    expect(whole.toString('hex')).toBe(head + prefixed + unit.replaceAll(' ', ''))
    expect(withParameterSets(whole, config)).toBe(whole)
  })
})

describe('withComposition', () => {
  it.each([
    ['H.264', '1701000000 00000002 6588', 66],
    ['H.264 by four characters', '9161766331000000 00000002 6588', 66],
    ['HEVC', '9168766331000042 00000002 2601', 33],
  ])('changes that of %s and nothing else', (_, text, ctsMs) => {
    const body = hex(text)
    const before = videoPacket(body, 0, 0)
    const after = videoPacket(withComposition(body, ctsMs), 0, 0)
    expect(after).toMatchObject({ role: before.role, ctsMs })
    expect(after.body.subarray(8)).toEqual(body.subarray(8))
    expect(body.equals(hex(text))).toBe(true)
  })

  it('leaves what has no place for one', () => {
    for (const text of ['9368766331 00000002 2601', '9161763031 aabb', '14aabbccddee']) {
      const body = hex(text)
      expect(withComposition(body, 40)).toBe(body)
    }
  })
})
