import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/secrets/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { FUNCTIONS, parseState } from '../../src/vmix/index.ts'
import { until } from '../support/waiting.ts'
import { lineClient } from './line-client.ts'
import { converse, get, tcpReplies } from './raw-client.ts'

// One test for each fact that is known of vMix's two ports (vendor's help of v20 to v29, captures, other clients), asked
// with bare sockets. What is not known is in docs/simulator.md, "What is our choice".

const anyPorts = { httpPort: 0, tcpPort: 0, inputs: 16 }
const DONE = 'Function completed successfully.'
const UNKNOWN = 'No suitable Function could be found.'
const GREETING = 'VERSION OK 29.0.0.49\r\n'

const call = (simulator: Simulator, query: string) => get(simulator.httpPort, `/api/?Function=${query}`)
const state = async (simulator: Simulator) => parseState((await get(simulator.httpPort, '/api/')).body)
/** Replies without the greeting. */
const ask = async (simulator: Simulator, ...lines: string[]) =>
  (await tcpReplies(simulator.tcpPort, ...lines.map((line) => `${line}\r\n`))).slice(1)

describe('HTTP, known of vMix', () => {
  it('GET /api/ without Function is 200 and the state document', async () => {
    await using simulator = await startSimulator(anyPorts)
    const { status, body } = await get(simulator.httpPort, '/api/')
    expect([status, body.slice(0, 15), body.slice(-7)]).toEqual([200, '<vmix><version>', '</vmix>'])
  })

  it('every parameter has its effect: Input, Value, Duration, Mix, SelectedName, SelectedIndex', async () => {
    await using simulator = await startSimulator(anyPorts)
    const title = simulator.state.inputs.find(({ texts }) => texts.length > 1)
    const [first, second] = title?.texts ?? []
    for (const query of [
      'SetVolume&Input=1&Value=50',
      `SetText&Input=${title?.number}&SelectedName=${first?.name}&Value=One`,
      `SetText&Input=${title?.number}&SelectedIndex=${second?.index}&Value=Two`,
      'PreviewInput&Input=5&Mix=1',
      'Fade&Duration=200',
    ]) {
      expect(await call(simulator, query)).toMatchObject({ status: 200, body: DONE })
    }
    const { inputs, mixes } = await state(simulator)
    expect(inputs[0]?.audio?.volume).toBe(6.25)
    expect(inputs[(title?.number ?? 0) - 1]?.texts.slice(0, 2).map(({ value }) => value)).toEqual(['One', 'Two'])
    expect(mixes[0]).toMatchObject({ number: 2, preview: 5 })
    await until(() => simulator.state.active === 2)
  })

  it('accepted is 200 and one sentence, and means accepted, not done', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(await call(simulator, 'Fade&Duration=60000')).toMatchObject({ status: 200, body: DONE })
    expect(await state(simulator)).toMatchObject({ active: 1, preview: 2 })
  })

  it('an unknown function is 500 and one sentence; a bad input of a known one is 500 too', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(await call(simulator, 'NoSuchFunction')).toMatchObject({ status: 500, body: UNKNOWN })
    expect((await call(simulator, 'PreviewInput&Input=NoSuchInput')).status).toBe(500)
  })

  it('what does not exist is unknown: no SetOutput, no file name, no pause of a recording, no NDI, no WHIP', async () => {
    await using simulator = await startSimulator(anyPorts)
    for (const name of ['SetOutput', 'SetRecordingFilename', 'PauseRecording', 'StartNDI', 'StartOMT', 'StartWHIP']) {
      expect(await call(simulator, name)).toMatchObject({ status: 500, body: UNKNOWN })
    }
    expect(FUNCTIONS).toHaveLength(797)
  })

  it('a raw & cuts a value short, + is a blank, # ends it; percent-encoded they arrive', async () => {
    await using simulator = await startSimulator(anyPorts)
    const title = async (value: string) => {
      await call(simulator, `SetInputName&Input=1&Value=${value}`)
      return (await state(simulator)).inputs[0]?.title
    }
    expect(await title('a&b')).toBe('a')
    expect(await title('a+b')).toBe('a b')
    expect(await title('a#b')).toBe('a')
    expect(await title('a%26b%2Bc%23d%20%C3%BC')).toBe('a&b+c#d ü')
  })

  it('Input is a number (0 preview, -1 program), a title in its own case, or a key', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: ['Camera', 'Slides', 'Wide'] })
    const key = simulator.state.inputs[2]?.key
    const previewed = async (input: string) => {
      const { status } = await call(simulator, `PreviewInput&Input=${input}`)
      return status === 200 ? (await state(simulator)).preview : status
    }
    expect(await previewed('3')).toBe(3)
    expect(await previewed('0')).toBe(3)
    expect(await previewed('-1')).toBe(1)
    expect(await previewed('Slides')).toBe(2)
    expect(await previewed('slides')).toBe(500)
    expect(await previewed(key ?? '')).toBe(3)
  })

  it('a password is asked for by Basic authentication: 401 without it', async () => {
    await using simulator = await startSimulator({ ...anyPorts, webPassword: new Secret('pass') })
    const { status, head } = await get(simulator.httpPort, '/api/')
    expect([status, /^WWW-Authenticate: Basic/im.test(head)]).toEqual([401, true])
    const header = `Authorization: Basic ${Buffer.from('admin:pass').toString('base64')}\r\n`
    expect((await get(simulator.httpPort, '/api/', header)).status).toBe(200)
  })

  it('whoever speaks the TCP API to this port gets HTTP/1.0 400', async () => {
    await using simulator = await startSimulator(anyPorts)
    for (const line of ['XML\r\n', 'SUBSCRIBE ACTS\r\n', 'PING\r\n']) {
      expect(await converse(simulator.httpPort, line, () => false)).toMatch(/^HTTP\/1\.0 400 /)
    }
  })
})

describe('TCP, known of vMix', () => {
  it('greets with its version, CRLF behind it, and asks for no password', async () => {
    await using simulator = await startSimulator({ ...anyPorts, webPassword: new Secret('pass') })
    expect(await converse(simulator.tcpPort, 'XMLTEXT vmix/active\r\nQUIT\r\n', () => false)).toBe(
      `${GREETING}XMLTEXT OK 1\r\n`,
    )
  })

  it('FUNCTION Name k=v&k=v is OK Completed or ER message; unknown names are OK, unlike on HTTP', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(
      await ask(
        simulator,
        'FUNCTION SetText Input=9&SelectedIndex=0&Value=a%26b',
        'FUNCTION PreviewInput Input=99',
        'FUNCTION NoSuchFunction',
      ),
    ).toEqual(['FUNCTION OK Completed\r\n', expect.stringMatching(/^FUNCTION ER .+\r\n$/), 'FUNCTION OK Completed\r\n'])
    expect(simulator.state.inputs[8]?.texts[0]?.value).toBe('a&b')
  })

  it('XML is its length in bytes, the last CRLF counted, and the same document as by HTTP', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: ['Küche 🎥'] })
    const [reply = '', pong] = await ask(simulator, 'XML', 'PING')
    const [, length, body = ''] = /^XML (\d+)\r\n(.*)$/s.exec(reply) ?? []
    expect(Number(length)).toBe(Buffer.byteLength(body))
    expect(body).toBe(`${(await get(simulator.httpPort, '/api/')).body}\r\n`)
    expect(pong).toBe('PING OK PONG\r\n')
  })

  it('XMLTEXT path is OK value, or ER XML Entry Not Found', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(await ask(simulator, 'XMLTEXT vmix/edition', 'XMLTEXT vmix/nothing')).toEqual([
      'XMLTEXT OK Pro\r\n',
      'XMLTEXT ER XML Entry Not Found\r\n',
    ])
  })

  it('TALLY is one digit for each input: 0 off, 1 program, 2 preview', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 4 })
    expect(await ask(simulator, 'TALLY', 'FUNCTION PreviewInput Input=4', 'TALLY')).toEqual([
      'TALLY OK 1200\r\n',
      'FUNCTION OK Completed\r\n',
      'TALLY OK 1002\r\n',
    ])
  })

  it('ACTS Name [input] is OK Name input value, ER No Input or ER Invalid Activator', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(
      await ask(simulator, 'ACTS Input 1', 'ACTS InputVolume 99', 'ACTS NoSuchActivator', 'ACTS Recording'),
    ).toEqual([
      'ACTS OK Input 1 1\r\n',
      'ACTS ER No Input\r\n',
      'ACTS ER Invalid Activator\r\n',
      'ACTS OK Recording 0\r\n',
    ])
  })

  it('SUBSCRIBE TALLY is granted, with a tally at once and on each change', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE TALLY')
    await until(() => client.lines.length === 3)
    await call(simulator, 'Cut')
    await until(() => client.lines.length === 4)
    expect(client.lines.slice(1)).toEqual(['SUBSCRIBE OK TALLY Subscribed', 'TALLY OK 120', 'TALLY OK 210'])
  })

  it('SUBSCRIBE ACTS is granted without a snapshot; then each change is a line, until UNSUBSCRIBE', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE ACTS')
    client.send('PING')
    await until(() => client.lines.length === 3)
    expect(client.lines.slice(1)).toEqual(['SUBSCRIBE OK ACTS Subscribed', 'PING OK PONG'])
    await call(simulator, 'PreviewInput&Input=3')
    await call(simulator, 'StartExternal')
    await until(() => client.lines.includes('ACTS OK External 1'))
    expect(client.lines.slice(3)).toEqual([
      'ACTS OK InputPreview 2 0',
      'ACTS OK InputPreview 3 1',
      'ACTS OK External 1',
    ])
    client.send('UNSUBSCRIBE ACTS')
    await until(() => client.lines.at(-1)?.startsWith('UNSUBSCRIBE OK') === true)
    const before = client.lines.length
    await call(simulator, 'StopExternal')
    client.send('PING')
    await until(() => client.lines.length > before)
    expect(client.lines.slice(before)).toEqual(['PING OK PONG'])
  })

  it('an event can stand between XML header and body where events are subscribed (on demand), and nowhere else', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['split-xml'] })
    using client = await lineClient(simulator.tcpPort)
    client.send('XML')
    await until(() => client.text.endsWith('</vmix>\r\n'))
    expect(client.text).toMatch(/XML \d+\r\n<vmix>/)
    client.send('SUBSCRIBE TALLY')
    client.send('XML')
    await until(() => /XML \d+\r\nTALLY OK \d+\r\n<vmix>.*<\/vmix>\r\n$/s.test(client.text))
    expect(client.closed).toBe(false)
  })

  it('QUIT ends the connection, and a client may send FUNCTION with a trailing blank and value in lower case', async () => {
    await using simulator = await startSimulator(anyPorts)
    const text = await converse(
      simulator.tcpPort,
      'FUNCTION StartExternal \r\nFUNCTION SetInputName Input=1&value=x\r\nQUIT\r\n',
      () => false,
    )
    expect(text).toBe(`${GREETING}FUNCTION OK Completed\r\nFUNCTION OK Completed\r\n`)
    expect(simulator.state).toMatchObject({
      external: true,
      inputs: [{ title: 'x' }, ...simulator.state.inputs.slice(1)],
    })
  })
})
