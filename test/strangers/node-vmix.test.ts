import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { strangersInstalled } from './installed.ts'
import { startStranger, type Stranger } from './stranger.ts'
import { receives, type Way, ways } from './ways.ts'

describe.runIf(strangersInstalled()).each(ways)('node-vmix 1.7.1, unchanged, against $name', ({ open }) => {
  let way: Way
  let client: Stranger
  beforeAll(async () => {
    way = await open()
    client = await startStranger('node-vmix-program.ts')
    await client.do('connect', way.tcpPort)
    await client.told('connect')
  })
  afterAll(async () => {
    await client[Symbol.asyncDispose]()
    await way[Symbol.asyncDispose]()
  })

  it('is greeted with the version', async () => {
    expect(await client.told('version')).toBe('29.0.0.49')
  })

  it('reads the state whole', async () => {
    await client.do('send', 'XML')
    const xml = String(await client.told('xml'))
    expect(xml.trim()).toMatch(/^<vmix><version>29\.0\.0\.49<\/version>.*<\/vmix>$/s)
  })

  it('streams: the picture arrives with the key that it set, and ends when it says so', async () => {
    const key = 'live & key+1/2 #3 = ü'
    await using destination = await receiver()
    await client.do('send', [
      { Function: 'StreamingSetURL', Value: `1,rtmp://127.0.0.1:${destination.port}/live/` },
      { Function: 'StreamingSetKey', Value: `1,${key}` },
      { Function: 'StartStreaming', Value: 1 },
    ])
    await until('a picture arrives', () => destination.framesReceived > 10)
    expect(destination.keys.map((each) => each.reveal())).toEqual([key])
    expect((await way.vmix.state()).streams.map(({ live }) => live)).toEqual([false, true, false, false, false])
    await client.do('send', { Function: 'StopStreaming', Value: 1 })
    await eventually(
      () => way.vmix.state(),
      (state) => state.streaming === false,
    )
  })

  it('records, and stops recording', async () => {
    const recording = async (on: boolean) =>
      await eventually(
        () => way.vmix.state(),
        (state) => state.recording.active === on,
      )
    await client.do('send', { Function: 'StartRecording' })
    expect((await recording(true)).recording.files).toHaveLength(1)
    await client.do('send', { Function: 'StopRecording' })
    await recording(false)
  })

  it('previews and cuts; its tally and its activators follow', async () => {
    await client.do('send', ['SUBSCRIBE TALLY', 'SUBSCRIBE ACTS'])
    await client.told('tally', (tally) => tally === '1200000000000000')
    await client.do('send', { Function: 'PreviewInput', Input: 3 })
    await client.told('tally', (tally) => tally === '1020000000000000')
    await client.told('activators', (line) => line === 'ACTS OK InputPreview 3 1')
    await client.do('send', { Function: 'Cut' })
    await client.told('tally', (tally) => tally === '2010000000000000')
    await client.told('activators', (line) => line === 'ACTS OK Input 3 1')
    expect(await way.vmix.state()).toMatchObject({ active: 3, preview: 1 })
  })

  it('sends titles with any text in them', async () => {
    const Value = 'Ada & Grace + 100 % #1 = ü 漢字'
    await client.do('send', { Function: 'SetInputName', Input: 2, Value })
    await receives(way, 'SetInputName')
    expect((await way.vmix.state()).inputs[1]?.title).toBe(Value)
  })

  it('speaks HTTP too: a command, and one that vMix does not have', async () => {
    const cut = await client.do('http', way.httpPort, { Function: 'CutDirect', Input: 2 })
    expect(cut).toEqual({ status: 200, data: 'Function completed successfully.' })
    expect(await way.vmix.state()).toMatchObject({ active: 2 })
    expect(await client.do('http', way.httpPort, { Function: 'NoSuchFunction' })).toMatchObject({ status: 500 })
  })

  it('sends several at once by POST, which is not in the API: refused, and nothing is done', async () => {
    const answer = await client.do('http', way.httpPort, [{ Function: 'StartRecording' }, { Function: 'FadeToBlack' }])
    expect(answer).toMatchObject({ status: 405 })
    expect(await way.vmix.state()).toMatchObject({ fadeToBlack: false, recording: { active: false } })
    expect(way.received().filter((request) => request.function === 'FadeToBlack')).toEqual([])
  })

  it('says that a command was sent while nothing is connected, and throws it afterwards: it never arrives', async () => {
    await way.kill()
    await client.told('close')
    const from = client.events.length
    await client.do('send', { Function: 'StartRecording' })
    await client.told('uncaught', () => true, from)
    expect(await client.do('connected')).toBe(false)
  })

  it('comes back by itself once there is a vMix again', async () => {
    const from = client.events.length
    await way.revive()
    await client.told('version', (version) => version === '29.0.0.49', from)
    await client.do('send', { Function: 'PreviewInput', Input: 4 })
    await receives(way, 'PreviewInput')
    const { recording } = await eventually(
      () => way.vmix.state(),
      (state) => state.preview === 4,
    )
    expect(recording.active).toBe(false)
  })
})
