import { describe, expect, it } from 'vitest'
import { channelCount, majorVersion } from './version.ts'

describe('channelCount', () => {
  it('is 3 through v27 and 5 from v28', () => {
    expect(['23.0.0.57', '27.0.0.81', '28.0.0.1', '29.0.0.49', '30.1'].map(channelCount)).toEqual([3, 3, 5, 5, 5])
    expect([27, 28].map(channelCount)).toEqual([3, 5])
  })
  it('counts the fewest where the version cannot be read', () => {
    expect(['', 'beta', 'v29'].map(channelCount)).toEqual([3, 3, 3])
    expect(majorVersion('beta')).toBe(0)
  })
})
