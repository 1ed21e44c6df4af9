import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { lineClient } from './line-client.ts'
import { get, tcpReplies } from './raw-client.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }
const call = (port: number, query: string) => get(port, `/api/?Function=${query}`)

describe('TALLY', () => {
  it('has a digit for each input; overlays and layers of what is on air are on air', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 16 })
    const tally = async () => (await tcpReplies(simulator.tcpPort, 'TALLY\r\n'))[1]
    expect(await tally()).toBe('TALLY OK 1200000000000000\r\n')
    await call(simulator.httpPort, 'OverlayInput3&Input=8')
    expect(await tally()).toBe('TALLY OK 1200000100000000\r\n')
    await call(simulator.httpPort, 'PreviewInput&Input=5')
    await call(simulator.httpPort, 'ActiveInput&Input=14')
    expect(await tally()).toBe('TALLY OK 1100200100000100\r\n')
  })

  it('is told at once to who subscribes, then on each change, until it is enough', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE TALLY')
    await expect.poll(() => client.lines).toHaveLength(3)
    await call(simulator.httpPort, 'Cut')
    await call(simulator.httpPort, 'Audio&Input=1')
    await call(simulator.httpPort, 'PreviewInput&Input=3')
    await expect.poll(() => client.lines).toHaveLength(5)
    client.send('UNSUBSCRIBE TALLY')
    client.send('TALLY')
    await expect.poll(() => client.lines).toHaveLength(7)
    await call(simulator.httpPort, 'Cut')
    client.send('PING')
    await expect.poll(() => client.lines.at(-1)).toBe('PING OK PONG')
    expect(client.lines).toEqual([
      'VERSION OK 29.0.0.49',
      'SUBSCRIBE OK TALLY Subscribed',
      'TALLY OK 120',
      'TALLY OK 210',
      'TALLY OK 012',
      'UNSUBSCRIBE OK TALLY Unsubscribed',
      'TALLY OK 012',
      'PING OK PONG',
    ])
  })

  it('shows both inputs on air while one fades into the other, and changes again at the end', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE TALLY')
    await expect.poll(() => client.lines).toHaveLength(3)
    await call(simulator.httpPort, 'Fade&Duration=200')
    await expect.poll(() => client.lines.slice(3)).toEqual(['TALLY OK 110', 'TALLY OK 210'])
  })
})

describe('ACTS', () => {
  it('answers the state of an activator, whether anybody has subscribed or not', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 16 })
    await call(simulator.httpPort, 'SetVolume&Input=1&Value=88')
    const [, ...replies] = await tcpReplies(
      simulator.tcpPort,
      ...[
        'ACTS Input 1',
        'ACTS Input 2',
        'ACTS Input',
        'ACTS InputPreview',
        'ACTS Overlay1',
        'ACTS InputVolume 1',
        'ACTS InputVolume',
        'ACTS InputVolume 99',
        'ACTS MasterVolume',
        'ACTS Streaming ',
        'ACTS InputMix2',
        'ACTS Nonsense 1',
        'ACTS constructor',
        'ACTS',
      ].map((line) => `${line}\r\n`),
    )
    expect(replies.map((reply) => reply.trimEnd())).toEqual([
      'ACTS OK Input 1 1',
      'ACTS OK Input 2 0',
      'ACTS OK Input 1 1',
      'ACTS OK InputPreview 2 1',
      'ACTS ER No Input',
      'ACTS OK InputVolume 1 0.5996953',
      'ACTS ER No Input',
      'ACTS ER No Input',
      'ACTS OK MasterVolume 1',
      'ACTS OK Streaming 0',
      'ACTS OK InputMix2 1 1',
      'ACTS ER Invalid Activator',
      'ACTS ER Invalid Activator',
      'ACTS ER Invalid Activator',
    ])
  })

  it('pushes what has changed and nothing else, with no snapshot before, to whoever has subscribed', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 16 })
    using client = await lineClient(simulator.tcpPort)
    using other = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE ACTS')
    await expect.poll(() => client.lines).toHaveLength(2)
    const pushed = async (query: string, count: number) => {
      const before = client.lines.length
      await call(simulator.httpPort, query)
      await expect.poll(() => client.lines.length).toBe(before + count)
      return client.lines.slice(before)
    }
    expect(await pushed('Cut', 4)).toEqual([
      'ACTS OK Input 1 0',
      'ACTS OK InputPreview 2 0',
      'ACTS OK Input 2 1',
      'ACTS OK InputPreview 1 1',
    ])
    expect(await pushed('PreviewInput&Input=3', 2)).toEqual(['ACTS OK InputPreview 1 0', 'ACTS OK InputPreview 3 1'])
    expect(await pushed('OverlayInput1In&Input=5', 2)).toEqual(['ACTS OK Overlay1 5 1', 'ACTS OK Overlay1Any 1'])
    expect(await pushed('SetVolume&Input=1&Value=50', 1)).toEqual(['ACTS OK InputVolume 1 0.0625'])
    expect(await pushed('AudioOff&Input=1', 1)).toEqual(['ACTS OK InputAudio 1 0'])
    expect(await pushed('AudioBusOn&Input=1&Value=B', 1)).toEqual(['ACTS OK InputBusBAudio 1 1'])
    expect(await pushed('SetBusAVolume&Value=0', 1)).toEqual(['ACTS OK BusAVolume 0'])
    expect(await pushed('BusAAudioOff', 1)).toEqual(['ACTS OK BusAAudio 0'])
    expect(await pushed('FadeToBlack', 1)).toEqual(['ACTS OK FadeToBlack 1'])
    expect(await pushed('StartStreaming&Value=1', 1)).toEqual(['ACTS OK Streaming 1'])
    expect(await pushed('StopStreaming', 1)).toEqual(['ACTS OK Streaming 0'])
    expect(await pushed('StartExternal', 1)).toEqual(['ACTS OK External 1'])
    expect(await pushed('Play&Input=11', 1)).toEqual(['ACTS OK InputPlaying 11 1'])
    // The same once more changes nothing.
    expect(await pushed('StartExternal', 0)).toEqual([])
    simulator.change((show) => {
      show.fadeToBlack = false
    })
    await expect.poll(() => client.lines.at(-1)).toBe('ACTS OK FadeToBlack 0')
    expect(other.lines).toEqual(['VERSION OK 29.0.0.49'])
  })

  it('is pushed when time changes something: a fade by steps, a clip at its end, a stream that gives up', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 16, retryForMs: 300 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE ACTS')
    await expect.poll(() => client.lines).toHaveLength(2)
    await call(simulator.httpPort, 'SetVolumeFade&Input=1&Value=0,300')
    await call(simulator.httpPort, 'Play&Input=11')
    await call(simulator.httpPort, 'SetPosition&Input=11&Value=59900')
    await call(simulator.httpPort, 'StartStreaming&Value=0')
    const told = (name: string) => client.lines.filter((line) => line.startsWith(`ACTS OK ${name}`))
    await expect.poll(() => told('InputVolume 1').at(-1), { timeout: 5000 }).toBe('ACTS OK InputVolume 1 0')
    const volumes = told('InputVolume 1').map((line) => Number(line.split(' ').at(-1)))
    expect(volumes).toEqual(volumes.toSorted((a, b) => b - a))
    await expect
      .poll(() => told('InputPlaying'), { timeout: 5000 })
      .toEqual(['ACTS OK InputPlaying 11 1', 'ACTS OK InputPlaying 11 0'])
    await expect
      .poll(() => told('Streaming'), { timeout: 5000 })
      .toEqual(['ACTS OK Streaming 1', 'ACTS OK Streaming 0'])
  })
})

describe('XMLTEXT', () => {
  it('answers what a path names, several lines behind their length, and what is not there with ER', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 9 })
    await call(simulator.httpPort, 'SetText&Input=9&SelectedName=Headline.Text&Value=a%0A%C3%BC')
    const [, ...replies] = await tcpReplies(
      simulator.tcpPort,
      'XMLTEXT vmix/inputs/input[1]/@title\r\n',
      'XMLTEXT vmix/streaming\r\n',
      "XMLTEXT vmix/inputs/input[@number='9']/text[1]\r\n",
    )
    expect(replies).toEqual(['XMLTEXT OK Camera 1\r\n', 'XMLTEXT OK False\r\n', 'XMLTEXT 6\r\n'])
    using client = await lineClient(simulator.tcpPort)
    client.send("XMLTEXT vmix/inputs/input[@number='9']/text[1]")
    client.send('XMLTEXT vmix/inputs/input[99]/@title')
    client.send('xmltext')
    await expect.poll(() => client.lines).toHaveLength(5)
    expect(client.text).toBe(
      'VERSION OK 29.0.0.49\r\nXMLTEXT 6\r\na\nü\r\nXMLTEXT ER XML Entry Not Found\r\nXMLTEXT ER XML Entry Not Found\r\n',
    )
  })
})

describe('words', () => {
  it('takes blanks behind and words in any case; what it does not know it says', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 2 })
    const [, ...replies] = await tcpReplies(
      simulator.tcpPort,
      'version\r\n',
      'tally \r\n',
      'SUBSCRIBE X\r\n',
      'UNSUBSCRIBE\r\n',
      'HELLO\r\n',
    )
    expect(replies).toEqual([
      'VERSION OK 29.0.0.49\r\n',
      'TALLY OK 12\r\n',
      'SUBSCRIBE ER Invalid Command\r\n',
      'UNSUBSCRIBE ER Invalid Command\r\n',
      'HELLO ER Unknown command\r\n',
    ])
  })
})
