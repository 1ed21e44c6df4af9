import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { gatewayProcess } from './gateway-process.ts'
import { keepLog } from './keep-log.ts'
import { deadGateway, hungGateway } from './lost-gateways.ts'
import { openGate } from './vmix-gate.ts'

const to = (port: number, key = 'k') => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: key })

function stops(show: Show): number {
  return show.simulator.received.filter((request) => request.function === 'StopStreaming').length
}

/** How long until vMix has been told to stop, and until that was answered, ms. */
async function timed<T>(
  show: Show,
  stop: () => Promise<T>,
): Promise<{ sentMs: number; answeredMs: number; result: T }> {
  const before = stops(show)
  const began = performance.now()
  const stopping = stop()
  await eventually(
    () => stops(show),
    (count) => count > before,
  )
  const sentMs = performance.now() - began
  const result = await stopping
  return { sentMs, answeredMs: performance.now() - began, result }
}

describe('a stop goes out at once', () => {
  it.each([
    ['hangs', hungGateway, 2500],
    ['is dead', deadGateway, 1000],
  ])('when the gateway %s, and says that it does not answer', async (_, gateway, limitMs) => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    const controller = show.another({ gateway: gateway(), waits: { gatewayMs: 1500 } })
    const { sentMs, result } = await timed(show, () => controller.stopStream())
    expect(sentMs).toBeLessThan(limitMs)
    expect(result).toMatchObject({ success: true, verification: 'vmix_off' })
    expect(result.message).toContain('gateway')
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('when another process keeps the log, which gets it later', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    const kept = await keepLog(show.controller)
    const { sentMs, answeredMs, result } = await timed(show, () => show.controller.stopStream())
    expect(result).toMatchObject({ success: true, witnessed: false })
    expect(sentMs).toBeLessThan(1000)
    expect(answeredMs).toBeLessThan(4000)
    kept()
    await eventually(
      () => logOf(show.controller, 'stream_stopped'),
      (entries) => entries.length === 1,
    )
  })

  it('when the log and its locks cannot even be made', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    // A file stands where the folder should be: also for an administrator, whom no mode keeps out.
    const dataFolder = join(show.dataFolder, 'a-file')
    await writeFile(dataFolder, '')
    const controller = show.another({ dataFolder })
    const { result } = await timed(show, () => controller.stopStream())
    expect(result).toMatchObject({ success: true, witnessed: false, verification: 'vmix_off' })
    const start = await controller.startRtmpStream(to(receiver.port))
    expect(start).toMatchObject({ success: false, error: 'configuration_error', witnessed: false })
    const recording = await controller.startRecording()
    expect(recording).toMatchObject({ success: false, error: 'configuration_error' })
    expect(await controller.stopRecording()).toMatchObject({ success: true })
  })

  it('when vMix is slow, refuses or drops the answer: what may be on is said', async () => {
    await using show = await startShow({ controller: { waits: { vmixMs: 500 }, requestTimeoutMs: 500 } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    await show.simulator.setFault('refuse', true)
    const refused = await show.controller.stopStream()
    expect(refused).toMatchObject({ success: false, error: 'connection_error' })
    expect(refused.success ? [] : refused.leftOn).toHaveLength(1)
    await show.simulator.setFault('refuse', null)
    await show.simulator.setFault('error-500', true)
    const impossible = await show.controller.stopStream()
    expect(impossible).toMatchObject({ success: false, error: 'api_error' })
    expect(impossible.success ? [] : impossible.leftOn).toHaveLength(1)
    await show.simulator.setFault('error-500', null)
    // Carried out, and only the answer is lost: vMix's state tells.
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      after: ({ what }) => {
        if (what === 'StopStreaming') throw new Error('the connection breaks')
      },
    }
    expect(await show.another({ port: gate.port }).stopStream()).toMatchObject({ success: true })
  })

  it('and one that its caller gives up on has gone out all the same', async () => {
    await using show = await startShow({ simulator: { faults: ['slow=300'] } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    const caller = new AbortController()
    const stopping = show.controller.stopStream({ signal: caller.signal })
    await systemClock.sleep(100)
    caller.abort()
    const result = await stopping
    expect(result).toMatchObject({ success: false, error: 'aborted' })
    expect(result.success ? [] : result.leftOn).toHaveLength(1)
    expect(show.simulator.stream(0).live).toBe(false)
  })
})

describe('a start whose log fails', () => {
  it('at the intent: nothing is sent, and the answer does not wait for the log a second time', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.logToWitness({ eventType: 'note' })
    const kept = await keepLog(show.controller)
    const began = performance.now()
    const result = await show.controller.startRtmpStream(to(receiver.port))
    expect(result).toMatchObject({ success: false, error: 'configuration_error', witnessed: false })
    expect(performance.now() - began).toBeLessThan(8000)
    expect(show.simulator.received.filter((request) => request.function !== null)).toEqual([])
    kept()
  })

  it('at the outcome: it is on, says that it is not in the log, and is not called interrupted later', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using gate = await openGate(show.simulator)
    await show.controller.logToWitness({ eventType: 'note' })
    let kept: (() => void) | null = null
    gate.hooks = {
      after: async ({ what }) => {
        if (what === 'StartStreaming') kept = await keepLog(show.controller)
      },
    }
    const controller = show.another({ port: gate.port })
    const result = await controller.startRtmpStream(to(receiver.port))
    expect(result).toMatchObject({ success: true, witnessed: false })
    ;(kept as (() => void) | null)?.()
    gate.hooks = {}
    expect(await controller.startRtmpStream({ ...to(receiver.port), channel: 1 })).toMatchObject({ success: true })
    expect(await controller.startRtmpStream(to(receiver.port))).toMatchObject({ alreadyLive: true })
    await eventually(
      () => logOf(controller, 'stream_started'),
      (entries) => entries.length === 3,
    )
    expect(await logOf(controller, 'operation_interrupted')).toEqual([])
  })
})

describe('a gateway in a process of its own that is killed', () => {
  it.each(['state', 'StreamingSetKey', 'StartStreaming'])(
    'at %s of a start: the channel is not left on, and the answer says who does not answer',
    async (step) => {
      await using show = await startShow()
      await using gateway = await gatewayProcess(show.dataFolder)
      await using receiver = await startReceiver({ port: 0, clock: systemClock })
      await using gate = await openGate(show.simulator)
      gate.hooks = {
        before: async ({ what }) => {
          if (what === step) await gateway.kill()
        },
      }
      const controller = show.another({
        gateway: gateway.control,
        port: gate.port,
        waits: { gatewayMs: 1000, vmixMs: 2000 },
      })
      const result = await controller.startRtmpStream(to(receiver.port))
      expect(result).toMatchObject({ success: false, error: 'connection_error', witnessed: true })
      expect(result.message).toContain('gateway')
      await systemClock.sleep(200)
      expect(show.simulator.stream(0).live).toBe(false)
    },
  )

  it('after the feed is up and before the destination is live: the channel is switched off again', async () => {
    await using show = await startShow()
    await using gateway = await gatewayProcess(show.dataFolder)
    // It takes connections and says nothing.
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const controller = show.another({ gateway: gateway.control, waits: { gatewayMs: 1000, destinationMs: 8000 } })
    const starting = controller.startRtmpStream(to(port))
    await eventually(
      async () => (await gateway.control.status()).feeds[0]?.firstKeyFrameAt ?? null,
      (at) => at !== null,
    )
    await gateway.kill()
    const result = await starting
    silent.close()
    expect(result).toMatchObject({ success: false, error: 'connection_error' })
    expect(show.simulator.stream(0).live).toBe(false)
  })
})

describe('recordings', () => {
  it('two in one second have two names', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    const now = Date.now()
    const controller = show.another({ clock: { ...systemClock, now: () => now } })
    const names: unknown[] = []
    for (let turn = 0; turn < 2; turn++) {
      const started = await controller.startRecording({})
      expect(started).toMatchObject({ success: true })
      names.push(started.success ? started.filename : null)
      expect(await controller.stopRecording()).toMatchObject({ success: true })
    }
    expect(new Set(names).size).toBe(2)
  })

  it('into a folder that is not there, or is a file, are refused before anything starts', async () => {
    await using show = await startShow({ gateway: true })
    const gone = await show.controller.startRecording({ folder: join(show.dataFolder, 'nowhere') })
    expect(gone).toMatchObject({ success: false, error: 'configuration_error' })
    const file = join(show.dataFolder, 'file')
    await writeFile(file, '')
    expect(await show.controller.startRecording({ folder: file })).toMatchObject({ success: false })
    expect(show.simulator.received.filter((request) => request.function !== null)).toEqual([])
  })

  it('without any picture are given up, and nothing stays at the gateway', async () => {
    await using show = await startShow({ gateway: true, controller: { waits: { feedMs: 800 } } })
    await show.simulator.setFault('stall', true)
    const result = await show.controller.startRecording({ filename: 'late' })
    expect(result).toMatchObject({ success: false, error: 'not_confirmed', leftOn: [] })
    expect((await show.gateway?.status())?.feeds.flatMap((feed) => feed.outputs)).toEqual([])
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('that are not running are not stopped, and nobody is told that they were', async () => {
    await using show = await startShow({ gateway: true })
    const nothing = await show.controller.stopRecording({ recorder: 'gateway' })
    expect(nothing).toMatchObject({ success: true, recordings: [] })
    expect(nothing.message).toContain('not recording')
    expect(await show.controller.stopRecording()).toMatchObject({ success: true, recorder: 'vmix', recordings: [] })
  })
})
