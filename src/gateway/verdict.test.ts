import { describe, expect, it } from 'vitest'
import type { HealthStatusMessage } from './control/messages.ts'
import { changeSentence } from './verdict.ts'

const slow = { code: 'fps_low', message: '20 frames per second instead of 30.', action: 'Look.' } as const
const away = { code: 'recovering', message: 'It was away for 4.0 s and is back.', action: 'Nothing.' } as const

describe('a change of the verdict, as a sentence', () => {
  it('says what it is and what it was, and where that is the same, why it is so now', () => {
    const healthy: HealthStatusMessage = { healthStatus: 'healthy', reasons: [] }
    const before: HealthStatusMessage = { healthStatus: 'warning', reasons: [{ ...away, status: 'warning' }] }
    const after: HealthStatusMessage = { healthStatus: 'warning', reasons: [{ ...slow, status: 'warning' }] }
    expect(changeSentence('Twitch', { before: healthy, after })).toBe('Twitch is warning, was healthy.')
    expect(changeSentence('Twitch', { before, after })).toBe(
      'Twitch is still warning: 20 frames per second instead of 30.',
    )
  })
})
