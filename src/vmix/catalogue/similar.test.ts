import { expect, it } from 'vitest'
import { similarFunctions } from './similar.ts'

it('finds what a slip, another case, a beginning or initials may mean', () => {
  expect(similarFunctions('startrecording')).toEqual(['StartRecording'])
  expect(similarFunctions('StartRecordng')).toContain('StartRecording')
  expect(similarFunctions('SetTransitionDur')).toContain('SetTransitionDuration1')
  expect(similarFunctions('ssr')).toContain('StartStopRecording')
  expect(similarFunctions('titlepreset')).toContain('NextTitlePreset')
})

it('finds nothing for what is like nothing, and never more than three', () => {
  expect(similarFunctions('qqqqqqqqqq')).toEqual([])
  expect(similarFunctions('')).toEqual([])
  expect(similarFunctions('Replay').length).toBeLessThanOrEqual(3)
})
