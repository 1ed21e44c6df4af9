import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { type Receiver, startReceiver, startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'

const KEY = 'SECRET-a&b=c d+e#f'
const anyPorts = { httpPort: 0, tcpPort: 0 }
const receiver = () => startReceiver({ port: 0, clock: systemClock })
const patiently = { timeout: 10_000, interval: 20 }

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'vmix-simulator-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

describe('StartStreaming really publishes', () => {
  it('sends every channel to the URL and key that it was given; stopping one leaves the others', async () => {
    await using receivers = new AsyncDisposableStack()
    const destinations: Receiver[] = []
    for (let channel = 0; channel < 3; channel++) destinations.push(receivers.use(await receiver()))
    await using simulator = await startSimulator(anyPorts)
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    for (const [channel, destination] of destinations.entries()) {
      await client.call('StreamingSetURL', { Value: `${channel},rtmp://127.0.0.1:${destination.port}/live` })
      await client.call('StreamingSetKey', { Value: `${channel},${KEY}${channel}` })
      await client.call('StartStreaming', { Value: channel })
    }
    for (const destination of destinations)
      await expect.poll(() => destination.framesReceived, patiently).toBeGreaterThan(5)
    expect(destinations.map(({ keys }) => keys.map((key) => key.reveal()))).toEqual([
      [`${KEY}0`],
      [`${KEY}1`],
      [`${KEY}2`],
    ])
    expect(simulator.stream(0)).toMatchObject({ live: true, senderState: 'sending' })

    await client.call('StopStreaming', { Value: 1 })
    await simulator.settled()
    await expect.poll(() => destinations[1]?.publishers).toBe(0)
    const before = destinations.map(({ framesReceived }) => framesReceived)
    for (const index of [0, 2]) {
      await expect.poll(() => destinations[index]?.framesReceived, patiently).toBeGreaterThan((before[index] ?? 0) + 5)
    }
    expect(destinations[1]?.framesReceived).toBe(before[1])
    expect(destinations.map(({ framesLost }) => framesLost)).toEqual([0, 0, 0])
    expect((await client.state()).streams.map((stream) => stream.live)).toEqual([true, false, true, false, false])
  })

  it('goes to the new destination when it is stopped, set anew and started at once', async () => {
    await using first = await receiver()
    await using second = await receiver()
    await using simulator = await startSimulator(anyPorts)
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    const goTo = async (port: number, key: string) => {
      await client.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${port}/live` })
      await client.call('StreamingSetKey', { Value: `0,${key}` })
      await client.call('StartStreaming', { Value: 0 })
    }
    await goTo(first.port, 'one')
    await expect.poll(() => first.framesReceived, patiently).toBeGreaterThan(3)
    await client.call('StopStreaming', { Value: 0 })
    await goTo(second.port, 'two')
    await expect.poll(() => second.framesReceived, patiently).toBeGreaterThan(3)
    expect(first.publishers).toBe(0)
    expect(second.keys.map((key) => key.reveal())).toEqual(['two'])
  })

  it('shows a stream whose destination is dead on while it tries, then stopped, and tells why', async () => {
    const gone = await receiver()
    await gone.stop()
    await using simulator = await startSimulator({ ...anyPorts, retryForMs: 600 })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await client.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${gone.port}/live` })
    await client.call('StreamingSetKey', { Value: `0,${KEY}` })
    await client.call('StartStreaming', { Value: 0 })
    expect((await client.state()).streams[0]?.live).toBe(true)
    await expect.poll(() => simulator.stream(0).live, patiently).toBe(false)
    expect(simulator.stream(0)).toMatchObject({ senderState: 'failed', framesSent: 0 })
    expect(simulator.stream(0).lastError).toBeTruthy()
    expect(JSON.stringify(simulator.stream(0))).not.toContain('SECRET')
    expect((await client.state()).streams[0]?.live).toBe(false)
  })

  it('stream-dies, stall and gaps reach the running stream', async () => {
    await using destination = await receiver()
    await using simulator = await startSimulator(anyPorts)
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await client.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${destination.port}/live` })
    await client.call('StreamingSetKey', { Value: '0,k' })
    await client.call('StartStreaming', { Value: 0 })
    await expect.poll(() => destination.framesReceived, patiently).toBeGreaterThan(5)
    await simulator.setFault('stall', true)
    await systemClock.sleep(300)
    const stalledAt = destination.framesReceived
    await systemClock.sleep(500)
    expect(destination).toMatchObject({ framesReceived: stalledAt, publishers: 1 })
    await simulator.setFault('stall', null)
    await expect.poll(() => destination.framesReceived, patiently).toBeGreaterThan(stalledAt)
    await simulator.setFault('gaps', 50)
    await expect.poll(() => destination.framesLost, patiently).toBeGreaterThan(3)
    await simulator.setFault('stream-dies', 1)
    await expect.poll(() => simulator.stream(0).live, patiently).toBe(false)
    await expect.poll(() => destination.publishers, patiently).toBe(0)
  })
})

describe('StartRecording really records', () => {
  it('writes a file, named in the document with its running time, and never over another', async () => {
    await using folder = await temporaryFolder()
    const recordingFolder = join(folder.path, 'made & when needed')
    await using simulator = await startSimulator({ ...anyPorts, recordingFolder })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    for (let count = 1; count <= 2; count++) {
      await client.call('StartRecording')
      await expect.poll(async () => (await client.state()).recording.seconds, patiently).toBeGreaterThanOrEqual(1)
      const { recording } = await client.state()
      expect(recording).toMatchObject({ active: true, files: [simulator.recording.file] })
      await client.call('StartRecording') // no effect on one that runs
      await client.call('StopRecording')
      expect((await client.state()).recording).toEqual({ active: false, seconds: null, files: [] })
      await simulator.settled()
    }
    const { files, lastError } = simulator.recording
    expect(lastError).toBeNull()
    expect(new Set(files).size).toBe(2)
    for (const file of files) {
      expect(dirname(file)).toBe(recordingFolder)
      expect(basename(file)).toMatch(/^capture - \d{4}-\d\d-\d\d - \d\d-\d\d-\d\d( \(\d+\))?\.mp4$/)
      expect((await stat(file)).size).toBeGreaterThan(10_000)
    }
  })

  it('shows recording off again when the file cannot be written, and why', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'file'), '')
    await using simulator = await startSimulator({ ...anyPorts, recordingFolder: join(folder.path, 'file', 'sub') })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await client.call('StartRecording')
    await simulator.settled()
    expect((await client.state()).recording.active).toBe(false)
    expect(simulator.recording.lastError).toMatch(/ENOTDIR|EEXIST|ENOENT/)
  })

  it('finishes files and ends streams when it is closed', async () => {
    await using folder = await temporaryFolder()
    await using destination = await receiver()
    const simulator = await startSimulator({ ...anyPorts, recordingFolder: folder.path })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await client.call('StartRecording')
    await client.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${destination.port}/live` })
    await client.call('StreamingSetKey', { Value: '0,k' })
    await client.call('StartStreaming', { Value: 0 })
    await expect.poll(() => destination.framesReceived, patiently).toBeGreaterThan(3)
    await simulator.close()
    await expect.poll(() => destination.publishers).toBe(0)
    expect(simulator.recording).toMatchObject({ active: false, lastError: null })
    await expect(client.state()).rejects.toMatchObject({ code: 'refused' })
  })
})
