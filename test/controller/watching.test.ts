import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { ObserveOptions, VMixStreamingController } from '../../src/controller/index.ts'
import { startReceiver, startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { openHandles, until } from '../support/waiting.ts'
import { keepLog } from './keep-log.ts'
import { openGate } from './vmix-gate.ts'

const to = (port: number) => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: 'k' })
/** Nothing but polling within a test: what comes sooner was told of by vMix. */
const noPolling = 60_000

/** Observes until it is disposed, from the first state on. */
async function observing(
  controller: VMixStreamingController,
  options: Omit<ObserveOptions, 'signal'> = {},
): Promise<AsyncDisposable & { readonly problems: readonly (string | null)[] }> {
  const end = new AbortController()
  const problems: (string | null)[] = []
  const onProblem = (message: string | null) => void problems.push(message)
  const done = controller.observe({ onProblem, ...options, signal: end.signal })
  const watching = async () => (await controller.getStreamStatus().catch(() => null))?.watching ?? null
  await eventually(watching, (how) => how !== null)
  return {
    problems,
    [Symbol.asyncDispose]: () => {
      end.abort()
      return done
    },
  }
}

const byHand = (show: Show) => new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
const looks = (show: Show) => show.simulator.received.filter(({ outcome }) => outcome === 'state').length
const pushed = (controller: VMixStreamingController) =>
  eventually(
    async () => (await controller.getStreamStatus()).watching,
    (how) => how === 'pushed',
  )

async function observed(show: Show): Promise<unknown[]> {
  const entries = (await logOf(show.controller)).map(({ event }) => event)
  return entries.filter(({ event_type: type }) => type.endsWith('_observed')).map(({ params }) => params)
}

describe('who observes', () => {
  it('is told by vMix at once, and does not wait for the next look', async () => {
    await using show = await startShow()
    await using hand = byHand(show)
    await using _ = await observing(show.controller, { pollMs: noPolling })
    await pushed(show.controller)
    await hand.call('StartMultiCorder')
    await hand.call('StartRecording')
    await hand.call('StartExternal')
    const seen = await eventually(
      () => observed(show),
      (entries) => entries.length >= 3,
    )
    expect(seen).toHaveLength(3)
    expect(seen).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ recorder: 'multicorder', on: true }),
        expect.objectContaining({ files: expect.any(Array), on: true, since: expect.any(String) }),
        expect.objectContaining({ output: 'external', on: true }),
      ]),
    )
  })

  it('looks again and again where the TCP API is closed, and is told so once; SRT outputs too', async () => {
    await using show = await startShow({ simulator: { tcp: false } })
    await using silent = await silentPort()
    let told = 0
    const controller = show.another({ tcpPort: silent.port })
    await using at = await observing(controller, { pollMs: 50, onPolledOnly: () => (told += 1) })
    await using hand = byHand(show)
    await hand.call('StartSRTOutput', { Value: 1 })
    await eventually(
      () => observed(show),
      (entries) => entries.length === 1,
    )
    await hand.call('StopSRTOutput', { Value: 1 })
    const seen = await eventually(
      () => observed(show),
      (entries) => entries.length === 2,
    )
    const srt = { output: 'srt', number: 2, since: null }
    expect(seen).toMatchObject([
      { ...srt, on: true, since: expect.any(String) },
      { ...srt, on: false },
    ])
    expect(await controller.getStreamStatus()).toMatchObject({ watching: 'polled' })
    await until(() => told > 0)
    await systemClock.sleep(300)
    expect(told).toBe(1)
    expect(at.problems).toEqual([])
  })

  it('goes on from what the log says: a new process repeats nothing, and sees what changed meanwhile', async () => {
    await using show = await startShow()
    await using hand = byHand(show)
    await hand.call('StartMultiCorder')
    {
      await using _ = await observing(show.controller, { pollMs: 50 })
      await eventually(
        () => observed(show),
        (entries) => entries.length === 1,
      )
    }
    await hand.call('StopMultiCorder')
    await hand.call('StartExternal')
    await using _ = await observing(show.another(), { pollMs: 50 })
    const seen = await eventually(
      () => observed(show),
      (entries) => entries.length >= 3,
    )
    expect(seen.map((params) => Object(params).on)).toEqual([true, false, true])
  })

  it('believes no other vMix that stands behind the TCP port, neither while its own answers nor when it is gone', async () => {
    await using show = await startShow()
    await using other = await startSimulator({ httpPort: 0, tcpPort: 0 })
    await using otherHand = new VMixHttpClient({ host: '127.0.0.1', port: other.httpPort })
    const controller = show.another({ tcpPort: other.tcpPort })
    await using at = await observing(controller, { pollMs: 50 })
    await pushed(controller)
    await otherHand.call('StartRecording')
    await show.simulator.setFault('refuse', true)
    await until(() => at.problems.length > 0)
    await otherHand.call('StartExternal')
    await systemClock.sleep(1500)
    expect(await observed(show)).toEqual([])
    expect(at.problems).toEqual([expect.stringContaining('Cannot connect to vMix')])
    const start = await controller.startRecording()
    expect(start).toMatchObject({ success: false, error: 'connection_error' })
    await show.simulator.setFault('refuse', null)
    await until(() => at.problems.at(-1) === null)
  })

  it.each([
    ['of its own', true],
    ['of another process', false],
  ])('does not deny a stop %s that the disk has not taken yet', async (_, isOwn) => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    await using at = await observing(isOwn ? show.controller : show.another(), { pollMs: 50 })
    const release = await keepLog(show.controller)
    const stopped = await show.controller.stopStream()
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off', witnessed: false })
    await systemClock.sleep(1200)
    release()
    await eventually(
      () => logOf(show.controller, 'stream_stopped'),
      (entries) => entries.length === 1,
    )
    await systemClock.sleep(800)
    expect(await observed(show)).toEqual([])
    expect(at.problems).toEqual([])
  })

  it('sends nothing to vMix, and leaves no connection behind', async () => {
    await using show = await startShow()
    const before = openHandles()
    for (let turn = 0; turn < 5; turn++) {
      await using controller = show.another()
      await using _ = await observing(controller, { pollMs: 20 })
    }
    await until(() => openHandles() <= before + 1)
    expect(show.simulator.received.filter(({ function: name }) => name !== null)).toEqual([])
    expect(await observed(show)).toEqual([])
  })
})

describe('an operation of who observes', () => {
  it('is confirmed by the live state, without a look beside it', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using _ = await observing(show.controller, { pollMs: noPolling })
    await pushed(show.controller)
    await systemClock.sleep(400)
    const before = looks(show)
    const started = await show.controller.startRtmpStream(to(receiver.port))
    expect(started).toMatchObject({ success: true, verification: 'vmix_on' })
    expect(await show.controller.stopStream()).toMatchObject({ success: true, verification: 'vmix_off' })
    await systemClock.sleep(700)
    // One before the start; to confirm each, the one that vMix's event calls for, one if that came too early, one at rest.
    expect(looks(show) - before).toBeLessThanOrEqual(8)
    expect(await observed(show)).toEqual([])
  })

  it('rests on no state from before its command, however late that is carried out', async () => {
    await using show = await startShow({ controller: { waits: { vmixMs: 600 } } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    await using _ = await observing(show.controller, { pollMs: 50 })
    await pushed(show.controller)
    await show.simulator.setFault('ignore-commands', true)
    expect(await show.controller.stopStream()).toMatchObject({ success: false, error: 'not_confirmed' })
    expect(await show.controller.startRecording()).toMatchObject({ success: false, error: 'not_confirmed' })
  })

  it('is confirmed by asking where vMix never answers the watcher, and where observing ends meanwhile', async () => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    const end = new AbortController()
    const controller = show.another({ port: gate.port, tcpPort: null, waits: { vmixMs: 1500 } })
    const done = controller.observe({ signal: end.signal, pollMs: 50 })
    await eventually(
      async () => (await controller.getStreamStatus()).watching,
      (how) => how === 'polled',
    )
    gate.hooks = {
      after: async ({ what }) => {
        if (what !== 'StartRecording') return
        // The watcher's next look hangs until the end.
        gate.hooks = { before: () => until(() => end.signal.aborted) }
        setTimeout(() => end.abort(), 200)
      },
    }
    expect(await controller.startRecording()).toMatchObject({ success: true, verification: 'vmix_on' })
    await done
  })

  it('is carried out in one process and observed by another: seen by both, told once', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using _ = await observing(show.another(), { pollMs: 50 })
    expect(await show.controller.startRtmpStream(to(receiver.port))).toMatchObject({ success: true })
    expect(await show.controller.callFunction({ name: 'StartMultiCorder' })).toMatchObject({ success: true })
    const seen = await eventually(
      () => logOf(show.controller, 'recording_observed'),
      (entries) => entries.length > 0,
    )
    // It was called by name: what vMix made of it is what was seen, and nobody is said not to have done it.
    expect(seen[0]?.event.result).toMatchObject({ message: expect.not.stringContaining('not by an operation') })
    expect(await logOf(show.controller, 'stream_observed')).toEqual([])
  })
})

/** Takes connections, and says nothing. */
async function silentPort(): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<{ destroy(): unknown }>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
