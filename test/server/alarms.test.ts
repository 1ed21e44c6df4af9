import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AlertsConfig, alertsConfig, alertSettings } from '../../src/alerts/index.ts'
import { systemClock } from '../../src/clock/index.ts'
import { runGatewayProcess } from '../../src/gateway/index.ts'
import { openAlarms } from '../../src/server/alarms/index.ts'
import type { AlertView } from '../../src/server/view/index.ts'
import { type Simulator, startReceiver } from '../../src/simulator/index.ts'
import { readEntries, type WitnessEntry } from '../../src/witness/index.ts'
import { webSink } from '../alerts/sinks.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, openTestRoom, shown, simulated } from './open.ts'

const key = 'PLANTED-stream-key'

/** A room with one simulated vMix, a gateway in a process of its own, and alarms; stream 1 is live. */
async function liveShow(config: AlertsConfig) {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const receiver = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  // Found by the room, as one that ran before it.
  const over = new AbortController()
  const gateway = { rtmpListen: '127.0.0.1:0', advertise: null }
  const listen = { rtmpListen: gateway.rtmpListen, controlListen: '127.0.0.1:0' }
  const { done } = await runGatewayProcess({ dataFolder: folder.path, ...listen }, over.signal)
  stack.defer(async () => {
    over.abort()
    await done
  })
  const room = stack.use(await openTestRoom(folder.path, { instances: [instanceOf(simulator)], gateway }))
  const problems: string[] = []
  const options = {
    room,
    settings: alertSettings(alertsConfig.parse(config)),
    dataFolder: folder.path,
    clock: systemClock,
    onProblem: (message: string) => void problems.push(message),
  }
  const alarms = stack.use(await openAlarms(options))
  await eventually(
    () => shown(room, 'gateway'),
    (view) => view?.state === 'running',
    20_000,
  )
  const desk = room.desks.get('studio')
  const started = await desk?.controller.goLive({
    destinations: [{ rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/live`, streamKey: key, name: 'Here' }],
  })
  expect(started).toMatchObject({ success: true })
  await eventually(
    () => shown(room, 'stream', 'studio/0'),
    (view) => view?.live === true && view.shouldBeLive === true && (view.figures.fps ?? 0) > 20,
    30_000,
  )
  const alerts = () => room.board.entities.filter((entity): entity is AlertView => entity.kind === 'alert')
  const owned = stack.move()
  return {
    folder: folder.path,
    simulator,
    receiver,
    room,
    alarms,
    desk,
    problems,
    alerts,
    // On a machine that is very busy the gateway may be silent for seconds: that is told too, rightly.
    streamAlerts: () => alerts().filter(({ rule }) => rule.startsWith('stream_')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** As somebody at vMix's own screen does. */
async function press(simulator: Simulator, name: string): Promise<void> {
  await fetch(`http://127.0.0.1:${simulator.httpPort}/api/?Function=${name}&Value=0`)
}

async function entriesOf(folder: string): Promise<WitnessEntry[]> {
  const entries: WitnessEntry[] = []
  for await (const entry of readEntries(folder)) entries.push(entry)
  return entries
}

describe('alarms of a show', () => {
  it('tell of a stream that dies, and that it is over when it is back; recorded, on the board, without a key', async () => {
    await using sink = await webSink()
    await using show = await liveShow({ receivers: { noc: { type: 'alertmanager', url: sink.url } } })
    expect(show.streamAlerts()).toEqual([])
    await show.simulator.setFault('stream-dies', 0)
    await eventually(
      () => show.simulator.stream(0).live,
      (live) => !live,
    )
    await eventually(
      () => sink.calls.length,
      (calls) => calls > 0,
      20_000,
    )
    expect(sink.calls[0]?.body).toContain('has stopped by itself')
    const [alert] = show.streamAlerts()
    expect(alert).toMatchObject({ rule: 'stream_lost', state: 'firing', severity: 'critical', channel: 0 })
    await show.simulator.setFault('stream-dies', null)
    await press(show.simulator, 'StartStreaming')
    await eventually(
      () => sink.calls.map(({ body }) => body),
      (bodies) => bodies.some((body) => body.includes('OVER: Stream lost')),
      30_000,
    )
    expect(show.streamAlerts()).toMatchObject([{ id: alert?.id, state: 'resolved' }])
    expect(show.alarms.acknowledge(alert?.id ?? '', 'anna')).toBe(true)
    expect(show.streamAlerts()).toEqual([])
    const entries = await eventually(
      () => entriesOf(join(show.folder, 'witness', 'server')),
      (all) => all.filter(({ event }) => event.event_type === 'alert_delivered').length >= 2,
    )
    expect(entries.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        event_type: 'alert_delivered',
        params: expect.objectContaining({
          receiver: 'noc',
          notices: [{ id: `${alert?.id}-critical`, title: 'CRITICAL: Stream lost (studio, Stream 1)' }],
        }),
      }),
    )
    const all = JSON.stringify([entries, sink.calls, show.room.board.entities, show.problems])
    expect(all).not.toContain('PLANTED')
    expect(show.problems).toEqual([])
  })

  it('tell a stop by hand from one by itself, and are over when the stop is made here too', async () => {
    await using show = await liveShow({})
    await press(show.simulator, 'StopStreaming')
    await eventually(show.streamAlerts, (alerts) => alerts.length > 0, 20_000)
    expect(show.streamAlerts()).toMatchObject([{ rule: 'stream_stopped_by_hand', severity: 'warning' }])
    await show.desk?.controller.stopStream()
    await eventually(show.streamAlerts, (alerts) => alerts[0]?.state === 'resolved', 30_000)
    expect(show.streamAlerts().length).toBe(1)
  })

  it('say nothing of a stop that was made here', async () => {
    await using show = await liveShow({})
    await show.desk?.controller.stopStream()
    await eventually(
      () => shown(show.room, 'stream', 'studio/0'),
      (view) => view?.live === false && view.shouldBeLive === false,
    )
    await systemClock.sleep(2500)
    expect(show.streamAlerts()).toEqual([])
  })

  it('tell of a destination that is gone, by its name, and of a vMix that is gone', async () => {
    await using show = await liveShow({ rules: { destination_retrying: { for: '1s' } } })
    await show.receiver[Symbol.asyncDispose]()
    await eventually(show.alerts, (alerts) => alerts.some(({ rule }) => rule === 'destination_retrying'), 30_000)
    expect(show.alerts().find(({ rule }) => rule === 'destination_retrying')?.message).toContain('Stream 1 to Here')
    await show.simulator[Symbol.asyncDispose]()
    await eventually(show.alerts, (alerts) => alerts.some(({ rule }) => rule === 'vmix_unreachable'), 30_000)
  })
})

describe('the guard', () => {
  const restart = { onUnexpectedStop: 'restart' } as const

  function starts({ simulator }: { simulator: Simulator }): number {
    return simulator.received.filter((request) => request.function === 'StartStreaming').length
  }

  it('starts a stream again that has stopped by itself, and its destination gets it again; recorded as what it is', async () => {
    await using show = await liveShow(restart)
    await show.simulator.setFault('stream-dies', 0)
    await eventually(
      () => show.simulator.stream(0).live,
      (live) => !live,
    )
    await show.simulator.setFault('stream-dies', null)
    const frames = show.receiver.framesReceived
    await eventually(
      () => show.receiver.framesReceived,
      (now) => now > frames + 30,
      30_000,
    )
    expect(show.simulator.stream(0).live).toBe(true)
    const entries = await entriesOf(join(show.folder, 'witness', 'studio'))
    const called = entries.filter(({ event }) => event.event_type === 'function_called').map(({ event }) => event)
    expect(called).toMatchObject([{ actor: 'guard (try 1 of 3)', params: { function: 'StartStreaming' } }])
  })

  it('tries three times and no more, and then says so', async () => {
    await using show = await liveShow(restart)
    await show.simulator.setFault('stream-dies', 2)
    await eventually(show.alerts, (alerts) => alerts.some(({ rule }) => rule === 'restart_failed'), 90_000)
    await systemClock.sleep(1500)
    expect(starts(show)).toBe(1 + 3)
  })

  it('gives up sooner, and says so, where a try ends before the gateway sees it: somebody may have stopped it', async () => {
    await using show = await liveShow(restart)
    await show.simulator.setFault('stream-dies', 0)
    await eventually(show.alerts, (alerts) => alerts.some(({ rule }) => rule === 'restart_failed'), 60_000)
    expect(starts(show)).toBeGreaterThan(1)
    expect(starts(show)).toBeLessThanOrEqual(1 + 3)
  })

  it('starts nothing that somebody stopped, in vMix or here', async () => {
    await using show = await liveShow(restart)
    await press(show.simulator, 'StopStreaming')
    await eventually(show.alerts, (alerts) => alerts.some(({ rule }) => rule === 'stream_stopped_by_hand'), 20_000)
    await systemClock.sleep(1500)
    await show.desk?.controller.stopStream()
    await systemClock.sleep(1500)
    expect(starts(show)).toBe(1)
  })
})
