import { describe, expect, it } from 'vitest'
import { FUNCTIONS, functionInfo } from './functions.ts'
import { readTable } from './read-table.ts'

describe('FUNCTIONS', () => {
  it('has every name once', () => {
    expect(FUNCTIONS).toHaveLength(797)
    expect(new Set(FUNCTIONS.map(({ name }) => name)).size).toBe(797)
  })

  it('has none that vMix does not have, though programs call them', () => {
    expect(functionInfo('SetOutput')).toBeNull()
    expect(functionInfo('SetRecordingFilename')).toBeNull()
  })

  it('finds a function by exactly its name', () => {
    expect(functionInfo('SetVolume')).toMatchObject({ category: 'Audio', since: 21, editions: null })
    expect(functionInfo('setvolume')).toBeNull()
    expect(functionInfo('toString')).toBeNull()
  })

  it('says which functions a version lacks', () => {
    const newer = (major: number) =>
      FUNCTIONS.filter(({ since }) => since !== null && since > major).map(({ name }) => name)
    expect(newer(29)).toEqual([])
    expect(newer(28)).toContain('Stinger5')
    expect(newer(28)).not.toContain('ZoomJoinMeeting')
    expect(newer(27)).toContain('ZoomJoinMeeting')
    expect(newer(22)).toContain('StreamingSetURL')
  })
})

describe('readTable', () => {
  it('expands numbers and letters', () => {
    const names = readTable('[Audio]\nSet{AB}X{1-2}  -  h').map(({ name }) => name)
    expect(names).toEqual(['SetAX1', 'SetAX2', 'SetBX1', 'SetBX2'])
  })

  it.each([
    ['an unknown category', '[Sound]\nX 21 *'],
    ['an unknown parameter', '[Audio]\nX 21 * Volume'],
    ['an unknown kind', '[Audio]\nX 21 * Value=loudness'],
    ['half a line', '[Audio]\nX'],
  ])('refuses %s', (_, table) => {
    expect(() => readTable(table)).toThrow(/The table has/)
  })
})
