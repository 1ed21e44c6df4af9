import { describe, expect, it } from 'vitest'
import { clockFinding } from './clock.ts'

describe('what doctor says of the clock', () => {
  it('where nobody tells it is not guessed', () => {
    const sync = { synchronised: null, by: null }
    expect(clockFinding(sync, 'linux')).toMatchObject({ state: 'unknown', facts: { synchronised: null } })
  })

  it('says what to do where it is not', () => {
    const off = { synchronised: false, by: 'x' }
    expect(clockFinding(off, 'linux')).toMatchObject({ state: 'warn', action: expect.stringContaining('set-ntp') })
    expect(clockFinding(off, 'win32')).toMatchObject({ state: 'warn', action: expect.stringContaining('Windows Time') })
    expect(clockFinding({ synchronised: true, by: 'x' }, 'linux')).toMatchObject({ state: 'ok', action: null })
  })
})
