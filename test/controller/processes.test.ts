import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Operator {
  readonly child: ChildProcess
  readonly result: Promise<{ success: boolean; error?: string; message: string; [field: string]: unknown }>
}

/** Another process on the same machine, vMix and log. */
function operator(show: Show, operation: 'start' | 'stop', request: object, waits: object = {}): Operator {
  const options = {
    host: '127.0.0.1',
    port: show.simulator.httpPort,
    instance: 'test',
    dataFolder: show.dataFolder,
    waits: { vmixMs: 5000, ...waits },
  }
  const script = join(import.meta.dirname, 'operate.ts')
  const child = spawn(process.execPath, [script, JSON.stringify({ options, operation, request })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const result = once(child, 'close').then(() => JSON.parse(lines.at(-1) ?? '{}'))
  result.catch(() => undefined)
  return { child, result }
}

describe('several processes on one machine', () => {
  it('two start the same channel at once: one is live, the other busy, URL and key never mixed', async () => {
    await using show = await startShow({ simulator: { faults: ['slow=150'] } })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    const starts = [first, second].map((receiver, index) =>
      operator(show, 'start', { rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`, streamKey: `key-${index}` }),
    )
    const results = await Promise.all(starts.map(({ result }) => result))
    expect(results.filter(({ success }) => success)).toHaveLength(1)
    expect(results.find(({ success }) => !success)).toMatchObject({ error: 'channel_busy' })
    const winner = results.findIndex(({ success }) => success)
    const { url, key } = show.simulator.stream(0)
    expect([url, key.reveal()]).toEqual([`rtmp://127.0.0.1:${[first, second][winner]?.port}/app`, `key-${winner}`])
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
  })

  it('a stop from a third ends a start in progress at once', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    const start = operator(show, 'start', { rtmpUrl: 'rtmp://127.0.0.1:9/app', streamKey: 'k' }, { vmixMs: 20_000 })
    await eventually(() => show.simulator.received.some((request) => request.function === 'StartStreaming'), Boolean)
    const stop = operator(show, 'stop', { channel: 0 })
    expect(await stop.result).toMatchObject({ success: true })
    expect(await start.result).toMatchObject({ success: false, error: 'aborted' })
  })

  it('killed between intent and outcome: the next start says so and goes on', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    const start = operator(show, 'start', { rtmpUrl: 'rtmp://127.0.0.1:9/app', streamKey: 'k' }, { vmixMs: 20_000 })
    await eventually(() => show.simulator.received.some((request) => request.function === 'StartStreaming'), Boolean)
    start.child.kill('SIGKILL')
    await start.result.catch(() => null)
    await show.simulator.setFault('ignore-commands', null)
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream({
      rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`,
      streamKey: 'k',
    })
    expect(result).toMatchObject({ success: true })
    const entries = await logOf(show.controller)
    expect(entries.map(({ event }) => event.event_type)).toEqual([
      'log_opened',
      'operation_requested',
      'operation_interrupted',
      'operation_requested',
      'stream_started',
    ])
    expect(entries[2]?.event.operation_id).toBe(entries[1]?.event.operation_id)
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true, totalEvents: 5, brokenAt: null })
  })
})
