import { describe, expect, it } from 'vitest'
import { capturedShow } from './captured.ts'
import { writeLive } from './live.ts'

const otherwise = { version: '29.0.0.49', edition: 'Pro' }
const inputs = '<inputs><input key="k" number="21" type="Colour" title="T"/></inputs>'
const idle = { view: () => ({ active: false, seconds: null, file: null, files: [], shown: [], lastError: null }) }

describe('a document as a preset', () => {
  it('tells version and edition itself, unless they are given or missing', () => {
    const xml = `<vmix><version>26.0.0.44</version><edition>4K</edition>${inputs}</vmix>`
    expect(capturedShow(xml, {}, otherwise)).toMatchObject({ version: '26.0.0.44', edition: '4K', major: 26 })
    expect(capturedShow(xml, { version: '28.0.0.1' }, otherwise)).toMatchObject({ edition: '4K', major: 28 })
    expect(capturedShow(xml, { edition: 'Basic' }, otherwise)).toMatchObject({ version: '26.0.0.44', edition: 'Basic' })
    expect(capturedShow(`<vmix>${inputs}</vmix>`, {}, otherwise)).toMatchObject(otherwise)
  })

  it.each(['', 'Function completed successfully.', '<html/>', '<vmix/>', '<vmix><version>29</version></vmix>'])(
    'is refused where it is none: %s',
    (xml) => {
      expect(() => capturedShow(xml, {}, otherwise)).toThrow(expect.objectContaining({ code: 'bad_preset' }))
    },
  )

  it('keeps silent about streaming where its document does, until something streams', () => {
    const show = capturedShow(`<vmix>${inputs}</vmix>`, {}, otherwise)
    const streams = [{ shown: false }, { shown: false }]
    writeLive(show, streams, idle)
    expect(show).toMatchObject({ streaming: null, streams: [] })
    writeLive(show, [{ shown: true }, { shown: false }], idle)
    expect(show).toMatchObject({ streaming: true, streams: [{ live: true }, { live: false }] })
    writeLive(show, streams, idle)
    expect(show).toMatchObject({ streaming: false, streams: [{ live: false }, { live: false }] })
  })

  it('does not say which streams are on where its document does not', () => {
    const show = capturedShow(`<vmix>${inputs}<streaming>True</streaming></vmix>`, {}, otherwise)
    writeLive(
      show,
      show.streams.map(({ live }) => ({ shown: live })),
      idle,
    )
    expect(show.streaming).toBe(true)
    expect(show.streams.every(({ live }) => live === null)).toBe(true)
    writeLive(
      show,
      show.streams.map(() => ({ shown: false })),
      idle,
    )
    expect(show.streaming).toBe(false)
  })
})
