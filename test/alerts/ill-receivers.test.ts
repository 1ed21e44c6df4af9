import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { until } from '../support/waiting.ts'
import { ok, webSink } from './sinks.ts'
import { alarms, lost, shown } from './stage.ts'

const noc = (url: string) => ({ receivers: { noc: { type: 'alertmanager', url } } }) as const

describe('a receiver', () => {
  it('that is down gets the notice when it is back, once', async () => {
    const port = await freePort()
    await using stage = await alarms(noc(`http://127.0.0.1:${port}/`))
    stage.alerts.look([lost])
    await until(() => stage.alerts.receivers[0]?.state === 'failing')
    expect(stage.alerts.receivers).toMatchObject([{ problem: expect.stringContaining('ECONNREFUSED'), waiting: 1 }])
    await using sink = await webSink(ok, port)
    await until(() => stage.alerts.receivers[0]?.waiting === 0)
    expect(sink.calls.length).toBe(1)
    expect(stage.outcomes()).toEqual(['failing unreachable', 'delivered'])
    expect(stage.records.at(-1)).toMatchObject({
      receiver: 'noc',
      notices: [{ id: `${stage.alerts.alerts[0]?.id}-critical`, title: 'CRITICAL: Stream lost (studio, Stream 1)' }],
    })
  })

  it('that has an error is tried again', async () => {
    await using sink = await webSink((response, n) => response.writeHead(n < 3 ? 500 : 200).end())
    await using stage = await alarms(noc(sink.url))
    stage.alerts.look([lost])
    await until(() => stage.records.length === 2)
    expect([sink.calls.length, stage.outcomes()]).toEqual([4, ['failing failing', 'delivered']])
    expect(stage.records[1]?.attempts).toBe(4)
  })

  it('that wants to hear nothing for a second hears nothing for a second', async () => {
    let at: number[] = []
    await using sink = await webSink((response, n) => {
      at = [...at, performance.now()]
      response.writeHead(n === 0 ? 429 : 200, { 'retry-after': '1' }).end()
    })
    await using stage = await alarms(noc(sink.url))
    stage.alerts.look([lost])
    await until(() => sink.calls.length === 2)
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(950)
    expect(stage.outcomes()[0]).toBe('failing busy')
  })

  it('that sends elsewhere is not followed, and the secret does not go along', async () => {
    await using elsewhere = await webSink()
    await using sink = await webSink((response) => response.writeHead(307, { location: elsewhere.url }).end())
    await using stage = await alarms(noc(sink.url))
    stage.alerts.look([lost])
    await until(() => sink.calls.length >= 2)
    expect(elsewhere.calls).toEqual([])
    expect(stage.alerts.receivers).toMatchObject([{ waiting: 1, problem: expect.stringContaining('307') }])
    // What fails again for the same reason is one line in the log.
    expect(stage.outcomes()).toEqual(['failing redirected'])
  })

  it('that never stops answering holds nothing', async () => {
    await using sink = await webSink((response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.writeHead(200).on('drain', more)
      more()
    })
    await using stage = await alarms(noc(sink.url))
    stage.alerts.look([lost])
    await until(() => stage.records.length === 1)
    expect(stage.outcomes()).toEqual(['delivered'])
  })

  it('that never answers is given up after a time, and tried again', async () => {
    await using sink = await webSink((response, n) => (n === 0 ? undefined : void response.end()))
    await using stage = await alarms(noc(sink.url), { tryMs: 100 })
    stage.alerts.look([lost])
    await until(() => stage.records.length === 2)
    expect(stage.outcomes()).toEqual(['failing timeout', 'delivered'])
  })

  it('that answers rubbish is one that cannot be reached', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('HTTP/9.9 PLANTED\r\n\r\n')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      await using stage = await alarms(noc(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
      stage.alerts.look([lost])
      await until(() => stage.records.length === 1)
      expect(stage.outcomes()).toEqual(['failing unreachable'])
      expect(shown(stage)).not.toContain('PLANTED')
    } finally {
      server.close()
    }
  })

  it('that does not take one notice gets the others', async () => {
    const held: (() => void)[] = []
    await using sink = await webSink((response, n) => {
      const isPoison = sink.calls[n]?.body.includes('poison') === true
      const answer = () => void response.writeHead(isPoison ? 400 : 200).end()
      // The first is held until all three wait, so that the next two go together.
      if (n === 0) held.push(answer)
      else answer()
    })
    await using stage = await alarms(noc(sink.url))
    stage.alerts.look([lost])
    await until(() => held.length === 1)
    const others = [
      { ...lost, channel: 1, message: 'poison' },
      { ...lost, channel: 2 },
    ]
    stage.alerts.look([lost, ...others])
    held[0]?.()
    await until(() => stage.records.length === 3)
    expect(stage.outcomes()).toEqual(['delivered', 'dropped unfit', 'delivered'])
    expect(stage.alerts.receivers).toMatchObject([{ waiting: 0, dropped: 1, state: 'working' }])
  })

  it('that is slow or down costs the others nothing', async () => {
    await using slow = await webSink(() => undefined)
    await using good = await webSink()
    await using stage = await alarms({
      receivers: {
        slow: { type: 'alertmanager', url: slow.url },
        down: { type: 'alertmanager', url: `http://127.0.0.1:${await freePort()}/` },
        good: { type: 'alertmanager', url: good.url },
      },
    })
    stage.alerts.look([lost])
    await until(() => good.calls.length === 1)
    expect(slow.calls.length).toBeLessThanOrEqual(1)
  })

  it('for which too much waits loses what hurries least, and that is counted', async () => {
    await using stage = await alarms({
      ...noc(`http://127.0.0.1:${await freePort()}/`),
      rules: { destination_retrying: { for: '0s' } },
    })
    const many = Array.from({ length: 250 }, (_, n) => ({
      ...lost,
      kind: 'destination_retrying' as const,
      destinationId: `d${n}`,
    }))
    stage.alerts.look([lost, ...many])
    expect(stage.alerts.receivers).toMatchObject([{ waiting: 200, dropped: 51 }])
    expect(stage.outcomes().filter((outcome) => outcome === 'dropped too_many').length).toBe(51)
    const dropped = stage.records.filter(({ outcome }) => outcome === 'dropped').flatMap(({ notices }) => notices)
    expect(dropped.some(({ title }) => title.includes('Stream lost'))).toBe(false)
  })
})

describe('the watchdog', () => {
  it('comes at the start, and is not kept for a receiver that is down', async () => {
    await using sink = await webSink()
    await using stage = await alarms({
      receivers: {
        noc: { type: 'alertmanager', url: sink.url },
        down: { type: 'alertmanager', url: `http://127.0.0.1:${await freePort()}/` },
      },
      watchdog: { every: '10s' },
    })
    await until(() => sink.calls.length === 1 && stage.alerts.receivers[1]?.state === 'failing')
    expect(JSON.parse(sink.calls[0]?.body ?? '')).toMatchObject({
      alerts: [{ labels: { alertname: 'Watchdog', severity: 'info' } }],
    })
    expect(stage.alerts.receivers.map(({ waiting }) => waiting)).toEqual([0, 0])
  })
})
