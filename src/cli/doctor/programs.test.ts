import { describe, expect, it } from 'vitest'
import { examinePrograms } from './programs.ts'

describe('programs that add something', () => {
  it('says of each missing one what it would give, and that nothing needs it', () => {
    const findings = examinePrograms('')
    expect(findings.map(({ check }) => check)).toEqual(['ffmpeg', 'python'])
    for (const { state, message, action, facts } of findings) {
      expect(state).toBe('ok')
      expect(message).toMatch(/^is not there\. With it .*nothing else needs it/)
      expect(action).toMatch(/^Wanted\?/)
      expect(facts).toEqual({ path: null })
    }
  })
})
