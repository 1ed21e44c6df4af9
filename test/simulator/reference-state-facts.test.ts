import { describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { until } from '../support/waiting.ts'
import { get } from './raw-client.ts'

// One test for each fact that is known of vMix's state document, streams and recorder (captured documents of v23 to v29,
// vendor's help), read as text. What is not known is in docs/simulator.md, "What is our choice".

const start = (options: SimulatorOptions = {}) => startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16, ...options })
const xml = async (simulator: Simulator) => (await get(simulator.httpPort, '/api/')).body
const call = async (simulator: Simulator, query: string) =>
  (await get(simulator.httpPort, `/api/?Function=${query}`)).status
/** An element with all that is in it, as it is written. */
const element = (document: string, name: string) =>
  new RegExp(`<${name}(?: [^>]*)?(?:/>|>.*?</${name}>)`, 's').exec(document)?.[0] ?? null
/** Names of the elements right below the root, in order, each once. */
function children(document: string): string[] {
  const names: string[] = []
  let depth = 0
  for (const [, closing, name = '', empty] of document.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (closing === '/') depth--
    else {
      if (depth === 1 && !names.includes(name)) names.push(name)
      if (empty !== '/') depth++
    }
  }
  return names
}
/** A destination that refuses: streams to it are on, and try to connect. */
const setUp = async (simulator: Simulator, channel: number) => {
  await call(simulator, `StreamingSetURL&Value=${channel},rtmp%3A%2F%2F127.0.0.1%3A9%2Flive`)
  await call(simulator, `StreamingSetKey&Value=${channel},a-key`)
}

describe('the state document, known of vMix', () => {
  it('has its elements in the order of v29', async () => {
    await using simulator = await start()
    expect(children(await xml(simulator))).toEqual(
      'version edition preset inputs outputs overlays preview active fadeToBlack transitions recording external streaming playList multiCorder fullscreen mix audio dynamic'.split(
        ' ',
      ),
    )
  })

  it.each([
    ['23.0.0.57', 6, false, false],
    ['24.0.0.51', 8, false, true],
    ['27.0.0.81', 8, false, true],
    ['28.0.0.1', 8, true, true],
    ['29.0.0.49', 16, true, true],
  ])('of %s has %i overlays; outputs: %s; further mixes: %s', async (vmixVersion, overlays, outputs, mixes) => {
    await using simulator = await start({ vmixVersion })
    const document = await xml(simulator)
    expect(document.match(/<overlay number="\d+" ?\/>/g)).toHaveLength(overlays)
    expect([element(document, 'outputs') !== null, element(document, 'mix') !== null]).toEqual([outputs, mixes])
  })

  it('writes True and False, and shows the edition that it was given', async () => {
    await using simulator = await start({ edition: 'Pro NFR' })
    const document = await xml(simulator)
    // But for what is chosen in a list, as captured documents have it.
    expect(new Set(document.match(/\w+="(?:true|false)"|>(?:true|false)</g))).toEqual(new Set(['selected="true"']))
    expect(element(document, 'edition')).toBe('<edition>Pro NFR</edition>')
  })

  it('recording is False, and while it runs its time in whole seconds and its files are attributes', async () => {
    await using simulator = await start()
    expect(element(await xml(simulator), 'recording')).toBe('<recording>False</recording>')
    await call(simulator, 'StartRecording')
    await simulator.settled()
    expect(element(await xml(simulator), 'recording')).toMatch(
      /^<recording duration="\d+" filename1="[^"]+">True<\/recording>$/,
    )
    await call(simulator, 'StopRecording')
    await simulator.settled()
    expect(element(await xml(simulator), 'recording')).toBe('<recording>False</recording>')
  })

  it('streaming has an attribute, counted from 1, for each stream that is on, also while it is still trying to connect', async () => {
    await using simulator = await start()
    expect(element(await xml(simulator), 'streaming')).toBe('<streaming>False</streaming>')
    for (const channel of [0, 2]) {
      await setUp(simulator, channel)
      await call(simulator, `StartStreaming&Value=${channel}`)
    }
    expect(element(await xml(simulator), 'streaming')).toBe(
      '<streaming channel1="True" channel3="True">True</streaming>',
    )
    await call(simulator, 'StopStreaming&Value=0')
    expect(element(await xml(simulator), 'streaming')).toBe('<streaming channel3="True">True</streaming>')
  })

  it('outputs have type, number and source, and flags only when they are on', async () => {
    await using simulator = await start()
    expect(element(await xml(simulator), 'output')).toMatch(/^<output type="\w+" number="1" source="\w+" ?\/>$/)
    await call(simulator, 'StartSRTOutput&Value=1')
    expect(element(await xml(simulator), 'outputs')).toMatch(
      /<output type="output" number="2" source="\w+" srt="True" ?\/>/,
    )
    await call(simulator, 'StopSRTOutput&Value=1')
    expect(element(await xml(simulator), 'outputs')).not.toContain('srt')
    await call(simulator, 'StartSRTOutput')
    expect(element(await xml(simulator), 'outputs')).toMatch(
      /<output type="output" number="1" source="\w+" srt="True" ?\/>/,
    )
  })

  it('volumes are amplitude: the fourth power of the fader', async () => {
    await using simulator = await start({ inputs: 1 })
    await call(simulator, 'SetVolume&Input=1&Value=50')
    expect(element(await xml(simulator), 'input')).toContain(' volume="6.25"')
  })

  it.each([1, 1000])('a preset may have %i inputs; titles may be alike and hold any characters', async (count) => {
    const title = `"Tür" & <日本> 'x' 🎥`
    await using simulator = await start({ inputs: Array.from({ length: count }, () => title) })
    const found = [...(await xml(simulator)).matchAll(/ title="([^"]*)"/g)].map(([, text]) => text)
    expect(found).toHaveLength(count)
    expect(new Set(found)).toEqual(new Set(["&quot;Tür&quot; &amp; &lt;日本&gt; 'x' 🎥"]))
  })

  it('tells no frame rate, bitrate or dropped frames', async () => {
    await using simulator = await start()
    expect(await xml(simulator)).not.toMatch(/fps|bitrate|dropped/i)
  })
})

describe('streams and scripts, known of vMix', () => {
  it.each([
    ['27.0.0.81', 3],
    ['28.0.0.1', 5],
  ])('%s has %i streams, counted from 0', async (vmixVersion, count) => {
    await using simulator = await start({ vmixVersion })
    expect(await call(simulator, `StopStreaming&Value=${count - 1}`)).toBe(200)
    expect(await call(simulator, `StopStreaming&Value=${count}`)).toBe(500)
  })

  it('a blank Value means all of them', async () => {
    await using simulator = await start({ vmixVersion: '27.0.0.81' })
    for (const channel of [0, 1, 2]) await setUp(simulator, channel)
    await call(simulator, 'StartStreaming')
    expect(element(await xml(simulator), 'streaming')).toBe(
      '<streaming channel1="True" channel2="True" channel3="True">True</streaming>',
    )
    await call(simulator, 'StartStopStreaming')
    await until(() => !simulator.state.streaming)
    expect(element(await xml(simulator), 'streaming')).toBe('<streaming>False</streaming>')
  })

  it('StreamingSetURL, Key, Username and Password take n,text', async () => {
    await using simulator = await start()
    for (const [name, text] of [
      ['URL', 'rtmp%3A%2F%2F127.0.0.1%2Flive'],
      ['Key', 'k%2C1'],
      ['Username', 'u'],
      ['Password', 'p'],
    ]) {
      expect(await call(simulator, `StreamingSet${name}&Value=1,${text}`)).toBe(200)
    }
    const stream = simulator.stream(1)
    expect([stream.url, stream.key.reveal()]).toEqual(['rtmp://127.0.0.1/live', 'k,1'])
  })

  it('SetOutput2, 3, 4 and the external ones choose a picture, not a destination', async () => {
    await using simulator = await start()
    expect(await call(simulator, 'SetOutput2&Value=Preview')).toBe(200)
    expect(element(await xml(simulator), 'outputs')).toMatch(/type="output" number="2" source="Preview"/)
  })

  it('ScriptStartDynamic is off over the API since 24.0.0.60', async () => {
    for (const [vmixVersion, status] of [
      ['24.0.0.51', 200],
      ['24.0.0.60', 500],
      ['29.0.0.49', 500],
    ] as const) {
      await using simulator = await start({ vmixVersion })
      expect(await call(simulator, 'ScriptStartDynamic&Value=x')).toBe(status)
    }
  })
})
