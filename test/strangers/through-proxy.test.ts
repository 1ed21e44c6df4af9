/** What the proxy adds to clients that know nothing of it. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEntries, type RecordedEvent, verifyLog } from '../../src/witness/index.ts'
import { filesIn } from '../cli/vmixctl.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { strangersInstalled } from './installed.ts'
import { startStranger } from './stranger.ts'
import { openProxy, type ProxyWay, receives } from './ways.ts'

async function logFolder({ dataFolder }: ProxyWay): Promise<string> {
  const witness = join(dataFolder, 'witness')
  const [instance] = await readdir(witness)
  return join(witness, instance ?? '')
}

async function logged(way: ProxyWay): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const { event } of readEntries(await logFolder(way))) events.push(event)
  return events
}

/** Waits until the log has an event of that type and of that function. */
async function recorded(way: ProxyWay, type: string, name: string): Promise<RecordedEvent> {
  const of = (events: readonly RecordedEvent[]) =>
    events.find(({ event_type, params }) => event_type === type && JSON.stringify(params).includes(`"${name}"`))
  const found = of(
    await eventually(
      () => logged(way),
      (events) => of(events) !== undefined,
      20_000,
    ),
  )
  if (found === undefined) throw new Error(`${type} of ${name} is not in the log`)
  return found
}

describe.runIf(strangersInstalled())('clients that others wrote, through vmixctl proxy', () => {
  it('what node-vmix switches and cuts is in the log with where it came from; its key is nowhere', async () => {
    const key = 'a-key-that-nobody-may-see'
    await using way = await openProxy()
    await using destination = await receiver()
    await using client = await startStranger('node-vmix-program.ts')
    await client.do('connect', way.tcpPort)
    await client.told('version')
    await client.do('send', [
      { Function: 'StreamingSetURL', Value: `0,rtmp://127.0.0.1:${destination.port}/live/` },
      { Function: 'StreamingSetKey', Value: `0,${key}` },
      { Function: 'StartStreaming', Value: 0 },
    ])
    await until('a picture arrives', () => destination.framesReceived > 10)
    await client.do('send', [
      { Function: 'CutDirect', Input: 3 },
      { Function: 'StopStreaming', Value: 0 },
    ])
    const cut = await recorded(way, 'function_called', 'CutDirect')
    expect(JSON.stringify(cut)).toContain('127.0.0.1')
    const on = await recorded(way, 'stream_observed', 'StartStreaming')
    const off = await recorded(way, 'stream_observed', 'StopStreaming')
    expect([on.params?.['on'], off.params?.['on']]).toEqual([true, false])
    const of = (operation: unknown) => (event: RecordedEvent) => event.operation_id === operation
    const started = (await logged(way)).filter(of(on.operation_id)).map(({ event_type }) => event_type)
    expect(started).toEqual(['operation_requested', 'function_called', 'stream_observed'])
    const files = await filesIn(way.dataFolder)
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter(({ bytes }) => bytes.includes(key)).map(({ path }) => path)).toEqual([])
    expect((await verifyLog({ folder: await logFolder(way) })).valid).toBe(true)
  })

  it('the show lock keeps a show on that timeline-state-resolver would end by connecting', async () => {
    await using way = await openProxy([], ['--lock'])
    await way.vmix.call('StartRecording')
    await way.vmix.call('StartStreaming', { Value: '0' })
    await using client = await startStranger('timeline-state-resolver-program.ts')
    await client.do(
      'show',
      {},
      {
        streaming: { mappingType: 'streaming' },
        recording: { mappingType: 'recording' },
      },
    )
    await client.do('connect', way.tcpPort, 300)
    await recorded(way, 'call_refused', 'StopStreaming')
    await recorded(way, 'call_refused', 'StopRecording')
    expect(await way.vmix.state()).toMatchObject({ streaming: true, recording: { active: true } })
    expect(way.received().map((request) => request.function)).toEqual(['StartRecording', 'StartStreaming'])
  })

  it('a vMix that goes and comes back behind it: clients stay connected, and what they subscribed goes on', async () => {
    await using way = await openProxy()
    await using client = await startStranger('node-vmix-program.ts')
    await client.do('connect', way.tcpPort)
    await client.told('version')
    await client.do('send', 'SUBSCRIBE TALLY')
    await client.told('tally', (tally) => tally === '1200000000000000')
    await way.behind.kill()
    const from = client.events.length
    await client.do('send', { Function: 'PreviewInput', Input: 5 })
    await client.told('data', (line) => String(line).startsWith('FUNCTION ER'), from)
    await way.behind.revive()
    await eventually(
      () => way.vmix.call('PreviewInput', { Input: '4' }).then(() => way.vmix.state()),
      ({ preview }) => preview === 4,
    )
    await client.told('tally', (tally) => tally === '1002000000000000', from)
    await client.do('send', { Function: 'CutDirect', Input: 6 })
    await receives(way, 'CutDirect')
    expect(client.events.filter(({ event }) => event === 'close' || event === 'uncaught')).toEqual([])
    expect(way.received().map(({ parameters }) => parameters['Input'])).not.toContain('5')
  })
})
