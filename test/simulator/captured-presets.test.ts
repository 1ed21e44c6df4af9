import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { ActiveFaults } from '../../src/simulator/faults.ts'
import { Recorder } from '../../src/simulator/recorder.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { capturedShow, renderState, type Show, writeLive } from '../../src/simulator/show/index.ts'
import { StreamChannel } from '../../src/simulator/stream-channel.ts'
import { parseState, VMixHttpClient } from '../../src/vmix/index.ts'
import { sharedMaterial } from '../support/programs.ts'

interface Element {
  readonly name: string
  /** In order. */
  readonly attributes: readonly (readonly [string, string])[]
  /** Elements and texts in order; blanks between elements are left out. */
  children: (Element | string)[]
}

/** The document as it is, read without any of the code under test. */
function elements(xml: string): Element {
  const parser = new SaxesParser({ xmlns: false })
  const root: Element = { name: '', attributes: [], children: [] }
  const open = [root]
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: Object.entries(attributes), children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => open.at(-1)?.children.push(text))
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed?.children.some((child) => typeof child === 'object') !== true) return
    closed.children = closed.children.filter((child) => typeof child === 'object' || child.trim() !== '')
  })
  parser.write(xml.trim()).close()
  return root
}

const media = {
  startSender: () => {
    throw new Error('nothing is sent')
  },
  startFileRecording: () => Promise.reject(new Error('nothing is recorded')),
}
const otherwise = { version: '29.0.0.49', edition: 'Pro' }

/** Streams and recorder as the simulator makes them for a show. */
function liveParts(show: Show, clock = systemClock) {
  const faults = new ActiveFaults()
  const streams = show.streams.map(
    ({ channel, live }) => new StreamChannel({ channel, media, clock, faults, retryForMs: 1000, captured: live }),
  )
  const captured = show.recording.active === true ? show.recording : null
  return { streams, recorder: new Recorder('unused', media, clock, captured) }
}

const folder = sharedMaterial('reference/xml')
const files = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.xml'))
const read = (name: string) => readFileSync(join(folder ?? '', name), 'utf8')

describe.runIf(files.length > 0)('a captured state document as a preset', () => {
  it.each(files)('%s has nothing that is not understood', (name) => {
    expect(parseState(read(name)).extra).toEqual([])
  })

  it.each(files)('%s is written again element by element', (name) => {
    const show = capturedShow(read(name), {}, otherwise)
    const { streams, recorder } = liveParts(show)
    writeLive(show, streams, recorder)
    expect(elements(renderState(show))).toEqual(elements(read(name)))
  })

  it.each(files)('%s is what a simulated vMix answers', async (name) => {
    // Time stands still, so that a captured recording is as long as it was.
    const clock = { ...systemClock, monotonic: () => 1_000_000 }
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, presetXml: read(name), clock })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    expect(elements(await client.stateXml())).toEqual(elements(read(name)))
    expect(simulator.vmixVersion).toBe(/^v([\d.]+)-/.exec(name)?.[1])
  })

  it.each(files)('%s takes on the layout of another version and an edition', (name) => {
    for (const [version, overlays, channels] of [
      ['23.0.0.57', 6, 3],
      ['27.0.0.81', 8, 3],
      ['29.0.0.49', 16, 5],
    ] as const) {
      const show = capturedShow(read(name), { version, edition: 'Max' }, otherwise)
      const state = parseState(renderState(show))
      expect(state).toMatchObject({ version, edition: 'Max', major: Number(version.slice(0, 2)) })
      expect(state.overlays).toHaveLength(overlays)
      expect(state.streams).toHaveLength(channels)
      expect(state.outputs.length > 0).toBe(version.startsWith('29'))
      expect(state.dynamic !== null).toBe(!version.startsWith('23'))
      expect(state.inputs.some((input) => input.audio?.soloPfl === null)).toBe(
        version.startsWith('23') && state.inputs.some((input) => input.audio !== null),
      )
    }
  })

  it('shows the captured stream on until it is stopped, though nothing is sent', async () => {
    const show = capturedShow(read('v24.0.0.51-4K-streaming.xml'), {}, otherwise)
    const { streams, recorder } = liveParts(show)
    expect(streams[0]?.view()).toMatchObject({ live: true, senderState: 'elsewhere', framesSent: 0 })
    streams[0]?.start()
    streams[0]?.stop()
    writeLive(show, streams, recorder)
    expect(parseState(renderState(show))).toMatchObject({ streaming: false, streams: [{ live: false }, {}, {}] })
    expect(streams[0]?.view()).toMatchObject({ live: false, senderState: 'idle' })
    await streams[0]?.close()
  })

  it('counts the captured recording on, with both of its file names, until it is stopped', () => {
    const show = capturedShow(read('v24.0.0.51-4K-recording.xml'), {}, otherwise)
    let nowMs = 1_000_000
    const { streams, recorder } = liveParts(show, { ...systemClock, monotonic: () => nowMs, now: () => nowMs })
    nowMs += 3999
    writeLive(show, streams, recorder)
    expect(parseState(renderState(show)).recording).toMatchObject({ active: true, seconds: 15 })
    expect(show.recording.files.map((file) => file.split('\\').at(-1))).toEqual([
      'archive_dirty - 15.10.2021-10-07-32.mp4',
      'archive_clean - 15.10.2021-10-07-32 - Output 1.mp4',
    ])
    expect(recorder.view()).toMatchObject({ file: null, files: [] })
    recorder.stop()
    writeLive(show, streams, recorder)
    expect(parseState(renderState(show)).recording).toEqual({ active: false, seconds: null, files: [] })
  })
})
