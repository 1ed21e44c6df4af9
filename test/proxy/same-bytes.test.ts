import { describe, expect, it } from 'vitest'
import { ask, type Answer, LineClient, startStage } from './support.ts'

const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date'])

/** What a client sees of an answer; the date is the moment's. */
function seen({ status, message, headers, body }: Answer) {
  const pairs = Array.from({ length: headers.length / 2 }, (_, at) => [
    headers[at * 2] ?? '',
    headers[at * 2 + 1] ?? '',
  ])
  const kept = pairs.filter(([name = '']) => !ofTheConnection.has(name.toLowerCase()))
  return { status, message, headers: kept, body: body.toString('latin1') }
}

describe('HTTP through the proxy', () => {
  it('answers the same bytes as vMix itself', async () => {
    await using stage = await startStage({ proxy: { observe: false } })
    const { simulator, proxy } = stage
    const paths = [
      '/api/',
      '/api',
      '/API/?',
      '/api/?Function=PreviewInput&Input=2',
      '/api/?Function=Cut',
      '/api/?Function=SetText&Input=9&SelectedName=Headline.Text&Value=a%20b%26c%2B%23%C3%BC',
      '/api/?function=SetVolume&input=1&value=80',
      '/api/?Function=NoSuchFunction',
      '/api/?Function=SetVolume&Input=99&Value=5',
      '/api/?Function=StartStreaming&Value=99',
      '/nothing/here',
      '/nothing?with=query',
    ]
    for (const path of paths) {
      const through = await ask(proxy.httpPort, path)
      expect([path, seen(through)]).toEqual([path, seen(await ask(simulator.httpPort, path))])
    }
    const post = await ask(proxy.httpPort, '/api/', { method: 'POST' })
    expect(post.status).toBe((await ask(simulator.httpPort, '/api/', { method: 'POST' })).status)
  })

  it('carries the query as the client wrote it', async () => {
    await using stage = await startStage({ simulator: { inputs: 10 } })
    const value = 'raw+plus %26 amp%2C comma "quotes" 100%25 ü'.replaceAll(' ', '%20').replace('ü', '%C3%BC')
    await ask(stage.proxy.httpPort, `/api/?Function=SetText&Input=9&SelectedIndex=0&Value=${value}&Unknown=1`)
    const [received] = stage.simulator.received.filter(({ function: name }) => name === 'SetText')
    expect(received?.parameters).toMatchObject({
      Value: 'raw plus & amp, comma "quotes" 100% ü',
      Unknown: '1',
    })
  })
})

describe('TCP through the proxy', () => {
  it('answers the same lines as vMix itself', async () => {
    await using stage = await startStage({ proxy: { observe: false } })
    using through = await LineClient.open(stage.proxy.tcpPort)
    using direct = await LineClient.open(stage.simulator.tcpPort)
    expect(through.lines).toEqual(direct.lines)
    for (const line of [
      'PING',
      'TALLY',
      'FUNCTION PreviewInput Input=3',
      'FUNCTION Cut ',
      'function SetVolume input=1&value=80',
      'FUNCTION SetVolume Input=99&Value=5',
      'XMLTEXT vmix/inputs/input[1]/@title',
      'XMLTEXT vmix/nothing',
      'ACTS InputVolume 1',
      'ACTS Nonsense',
      'SUBSCRIBE TALLY',
      'SUBSCRIBE NONSENSE',
      'UNSUBSCRIBE TALLY',
      'VERSION',
      'NONSENSE',
    ]) {
      const word = line.split(' ', 1)[0]?.toUpperCase() ?? ''
      expect([line, await through.ask(line, word)]).toEqual([line, await direct.ask(line, word)])
    }
  })

  it('gives the state document with the same length and bytes, and ends with QUIT', async () => {
    await using stage = await startStage({ simulator: { inputs: ['Ünïcode', 'B'] }, proxy: { observe: false } })
    const documents: Buffer[] = []
    for (const port of [stage.proxy.tcpPort, stage.simulator.tcpPort]) {
      using client = await LineClient.open(port)
      client.socket.write('XML\r\nQUIT\r\n')
      await new Promise((resolve) => client.socket.once('end', resolve))
      documents.push(client.received)
    }
    expect(documents[0]?.toString()).toBe(documents[1]?.toString())
    expect(documents[0]?.toString()).toContain('Ünïcode')
  })

  it('answers many requests of one write in their order, also to a client that says no more', async () => {
    await using stage = await startStage()
    using client = await LineClient.open(stage.proxy.tcpPort)
    const lines = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 'PING' : 'FUNCTION Cut'))
    client.socket.end(`${lines.join('\r\n')}\r\n`)
    await new Promise((resolve) => client.socket.once('end', resolve))
    expect(client.lines.slice(1)).toEqual(
      lines.map((line) => (line === 'PING' ? 'PING OK PONG' : 'FUNCTION OK Completed')),
    )
  })

  it('passes tally and activators on as vMix writes them', async () => {
    await using stage = await startStage()
    using client = await LineClient.open(stage.proxy.tcpPort)
    await client.ask('SUBSCRIBE TALLY')
    await client.ask('SUBSCRIBE ACTS')
    using direct = await LineClient.open(stage.simulator.tcpPort)
    await direct.ask('SUBSCRIBE ACTS')
    stage.simulator.change((show) => {
      show.preview = 4
    })
    expect(await client.next((line) => line.startsWith('TALLY OK 1002'))).toBeDefined()
    const event = await direct.next((line) => line.startsWith('ACTS OK InputPreview 4'))
    expect(await client.next((line) => line.startsWith('ACTS OK InputPreview 4'))).toBe(event)
    const before = client.lines.length
    await client.ask('UNSUBSCRIBE ACTS')
    stage.simulator.change((show) => {
      show.preview = 5
    })
    await direct.next((line) => line.startsWith('ACTS OK InputPreview 5'))
    await client.next((line) => line.startsWith('TALLY OK 10002'))
    expect(client.lines.slice(before).filter((line) => line.startsWith('ACTS OK'))).toEqual([])
  })
})
