import { describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../vmix/index.ts'
import type { ExamineWords } from './finding.ts'
import { examineFunctions as examine } from './functions.ts'

const words: ExamineWords = {
  bothPorts: '',
  usualTcpPort: '',
  closedTcpPort: '',
  otherTcpPort: '',
  takenTcpPort: '',
  usualWebPort: '',
  givePassword: '',
  missingFunctions: 'A call is refused before it is sent.',
  newerVersion: '',
}
const examineFunctions = (version: string) => examine(version, words)

const missingIn = (version: string) => examineFunctions(version).facts?.['missing'] as readonly string[]

describe('functions that a version lacks', () => {
  it('none in the newest that is known; those of unknown age are said to be so', () => {
    const { state, message } = examineFunctions('29.0.0.49')
    expect(state).toBe('ok')
    expect(message).toMatch(/none of the 797 known is missing in vMix 29; of \d+ it is not known since when/)
    expect(missingIn('29.0.0.49')).toEqual([])
  })

  it('counts those of later versions, names the important ones, and says what happens to a call', () => {
    const { message, action } = examineFunctions('27.0.0.81')
    const later = FUNCTIONS.filter(({ since }) => since !== null && since > 27).map(({ name }) => name)
    expect(missingIn('27.0.0.81')).toEqual(later)
    expect(message).toContain(`lacks ${later.length} of 797`)
    expect(message).toContain('fading master and buses (SetMasterVolumeFade)')
    expect(message).not.toContain('StartSRTOutput')
    expect(action).toContain('refused before it is sent')
    expect(examineFunctions('23.0.0.57').message).toContain('switching SRT outputs (StartSRTOutput)')
  })

  it('an older one lacks at least what a newer one lacks', () => {
    for (let major = 22; major < 29; major++) {
      expect(missingIn(`${major}.0`)).toEqual(expect.arrayContaining([...missingIn(`${major + 1}.0`)]))
    }
  })

  it('claims nothing of a version that is newer than the list, or that is not told', () => {
    expect(examineFunctions('30.0.0.1')).toMatchObject({ state: 'unknown' })
    expect(examineFunctions('')).toMatchObject({ state: 'unknown', facts: { missing: [] } })
  })

  it('every important name is a function of the catalogue', () => {
    const message = examineFunctions('1.0').message
    for (const [, name] of message.matchAll(/\((\w+)\)/g)) expect(FUNCTIONS.map((each) => each.name)).toContain(name)
    expect([...message.matchAll(/\((\w+)\)/g)]).toHaveLength(14)
  })
})
