import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'

async function open(options: Parameters<typeof startSimulator>[0] = {}) {
  const simulator = await startSimulator({ httpPort: 0, tcpPort: 0, ...options })
  const client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
  return {
    simulator,
    client,
    async [Symbol.asyncDispose]() {
      await client.close()
      await simulator.close()
    },
  }
}
const refused = { code: 'function_refused' }

describe('the state document of each version', () => {
  it.each([
    ['23.0.0.57', 3, 6, false, false],
    ['24.0.0.51', 3, 8, false, true],
    ['27.0.0.81', 3, 8, false, true],
    ['28.0.0.38', 5, 8, true, true],
    ['29.0.0.49', 5, 16, true, true],
  ])('%s: %i streams, %i overlays', async (vmixVersion, streams, overlays, outputs, dynamic) => {
    await using vmix = await open({ vmixVersion, edition: '4K', inputs: 1 })
    const xml = await vmix.client.stateXml()
    const state = await vmix.client.state()
    expect(state).toMatchObject({ version: vmixVersion, edition: '4K', preview: 1, active: 1 })
    expect(state.inputs).toHaveLength(1)
    expect(state.streams).toHaveLength(streams)
    expect(state.overlays).toHaveLength(overlays)
    expect(xml.includes('<outputs>')).toBe(outputs)
    expect(xml.includes('<dynamic>')).toBe(dynamic)
    await expect(vmix.client.call('StartStreaming', { Value: streams })).rejects.toMatchObject(refused)
    expect(() => vmix.simulator.stream(streams)).toThrow(RangeError)
  })

  it('has its elements in the order of vMix', async () => {
    await using vmix = await open()
    const order =
      'version,edition,preset,inputs,outputs,overlays,preview,active,fadeToBlack,transitions,recording,external,streaming,playList,multiCorder,fullscreen,audio,dynamic'.split(
        ',',
      )
    const xml = await vmix.client.stateXml()
    const places = order.map((name) => xml.search(new RegExp(`<${name}[ >]`)))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it.each(['22.0.0.1', 'new', ''])('refuses to be version "%s"', async (vmixVersion) => {
    await expect(startSimulator({ httpPort: 0, tcpPort: 0, vmixVersion })).rejects.toMatchObject({ code: 'bad_option' })
  })
})

describe('switching', () => {
  it('finds inputs by number, title, key, 0 for preview and -1 for program', async () => {
    await using vmix = await open({ inputs: ['A', 'B', 'Cam & "Crew"', 'D'] })
    const preview = async (Input: string | number) => {
      await vmix.client.call('PreviewInput', { Input })
      return (await vmix.client.state()).preview
    }
    const key = (await vmix.client.state()).inputs[3]?.key ?? ''
    expect([
      await preview('Cam & "Crew"'),
      await preview(2),
      await preview(0),
      await preview(-1),
      await preview(key),
    ]).toEqual([3, 2, 2, 1, 4])
    for (const Input of ['cam & "crew"', 'E', 5, '', '1.5']) await expect(preview(Input)).rejects.toMatchObject(refused)
    await expect(vmix.client.call('PreviewInput')).rejects.toMatchObject(refused)
    await expect(vmix.client.call('PreviewInput', { Input: 1, Mix: 1 })).rejects.toMatchObject(refused)
  })

  it('cuts and fades preview to program, or the input named; CutDirect leaves preview', async () => {
    await using vmix = await open()
    const shown = async () => {
      const { preview, active } = await vmix.client.state()
      return [preview, active]
    }
    const after = async (name: string, params = {}) => {
      await vmix.client.call(name, params)
      return shown()
    }
    expect(await after('Cut')).toEqual([1, 2])
    // Effects take their time.
    await vmix.client.call('Fade', { Input: 5, Duration: 50 })
    await expect.poll(shown).toEqual([2, 5])
    expect(await after('CutDirect', { Input: 7 })).toEqual([2, 7])
    await vmix.client.call('QuickPlay', { Input: 3 })
    await expect.poll(shown).toEqual([7, 3])
    expect(await after('ActiveInput', { Input: 1 })).toEqual([7, 1])
    await vmix.client.call('Transition2')
    await expect.poll(shown, { timeout: 5000 }).toEqual([1, 7])
  })

  it('switches overlays on, off and over', async () => {
    await using vmix = await open()
    const after = async (name: string, params = {}) => {
      await vmix.client.call(name, params)
      return (await vmix.client.state()).overlays.slice(0, 2).map((overlay) => overlay.input)
    }
    expect(await after('OverlayInput1', { Input: 4 })).toEqual([4, null])
    expect(await after('OverlayInput2In', { Input: 5 })).toEqual([4, 5])
    expect(await after('OverlayInput2In', { Input: 5 })).toEqual([4, 5])
    expect(await after('OverlayInput1', { Input: 4 })).toEqual([null, 5])
    expect(await after('OverlayInput2Out')).toEqual([null, null])
    await after('OverlayInput2', { Input: 1 })
    expect(await after('OverlayInputAllOff')).toEqual([null, null])
  })

  it('toggles external, MultiCorder and fade to black', async () => {
    await using vmix = await open()
    for (const name of ['StartExternal', 'StartStopMultiCorder', 'FadeToBlack']) await vmix.client.call(name)
    expect(await vmix.client.state()).toMatchObject({ external: true, multiCorder: true, fadeToBlack: true })
    for (const name of ['StartStopExternal', 'StopMultiCorder', 'FadeToBlack']) await vmix.client.call(name)
    expect(await vmix.client.state()).toMatchObject({ external: false, multiCorder: false, fadeToBlack: false })
  })
})

describe('streams, as far as the document shows them', () => {
  const live = async (client: VMixHttpClient) => (await client.state()).streams.map((stream) => stream.live)

  it('starts and stops the stream named, and all of them for a blank value', async () => {
    await using vmix = await open({ vmixVersion: '27.0.0.81' })
    await vmix.client.call('StartStreaming', { Value: 1 })
    expect(await live(vmix.client)).toEqual([false, true, false])
    await vmix.client.call('StartStopStreaming')
    expect(await live(vmix.client)).toEqual([true, false, true])
    await vmix.client.call('StartStreaming')
    expect(await live(vmix.client)).toEqual([true, true, true])
    await vmix.client.call('StopStreaming', { Value: 0 })
    expect(await live(vmix.client)).toEqual([false, true, true])
    await vmix.client.call('StopStreaming')
    expect(await live(vmix.client)).toEqual([false, false, false])
  })

  it('counts streams from 1 in the document', async () => {
    await using vmix = await open()
    await vmix.client.call('StartStreaming', { Value: 4 })
    expect(await vmix.client.stateXml()).toContain('<streaming channel5="True">True</streaming>')
    await vmix.client.call('StopStreaming', { Value: 4 })
    expect(await vmix.client.stateXml()).toContain('<streaming>False</streaming>')
  })

  it('is shown on while it tries to connect, then stops and stays stopped', async () => {
    await using vmix = await open({ retryForMs: 200 })
    await vmix.client.call('StartStreaming', { Value: 0 })
    expect(await live(vmix.client)).toContain(true)
    await expect.poll(() => live(vmix.client)).not.toContain(true)
    expect(vmix.simulator.stream(0)).toMatchObject({ live: false, lastError: 'no URL is set' })
  })

  it('refuses settings without a stream number or for one that is not there', async () => {
    await using vmix = await open()
    for (const Value of ['rtmp://x/y', '5,rtmp://x/y', 'one,rtmp://x/y', ''])
      await expect(vmix.client.call('StreamingSetURL', { Value })).rejects.toMatchObject(refused)
  })
})
