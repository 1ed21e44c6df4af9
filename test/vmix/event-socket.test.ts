import { describe, expect, it } from 'vitest'
import { VMixEventSocket, type VMixTcpEvent } from '../../src/vmix/tcp/index.ts'
import { type Script, scriptedTcp } from '../support/scripted-tcp.ts'
import { until } from '../support/waiting.ts'

async function listening(script?: Script, options: { keepAliveMs?: number; keepAliveTimeoutMs?: number } = {}) {
  const server = await scriptedTcp(script)
  const seen: VMixTcpEvent[] = []
  const events = new VMixEventSocket({
    host: '127.0.0.1',
    port: server.port,
    onEvent: (event) => seen.push(event),
    ...options,
  })
  return {
    server,
    seen,
    events,
    async [Symbol.asyncDispose]() {
      await events.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

const subscriptions = [
  { kind: 'subscribe', what: 'TALLY' },
  { kind: 'subscribe', what: 'ACTS' },
]

describe('the event socket', () => {
  it('subscribes to tally and activators, and gives the events typed and in order', async () => {
    await using at = await listening()
    expect(await at.events.ready()).toBe('29.0.0.49')
    expect(at.server.requests).toEqual(subscriptions)
    at.server.sockets[0]?.write('ACTS OK InputPreview 2 1\r\nTALLY OK 01\r\nACTS OK Stre')
    at.server.sockets[0]?.write('aming 1\r\n')
    await until(() => at.seen.length === 4)
    expect(at.seen).toEqual([
      { kind: 'tally', inputs: ['program', 'preview'] },
      { kind: 'activator', name: 'InputPreview', input: 2, value: 1 },
      { kind: 'tally', inputs: ['off', 'program'] },
      { kind: 'activator', name: 'Streaming', input: null, value: 1 },
    ])
  })

  it('passes over an event that it cannot read, and never guesses a tally', async () => {
    await using at = await listening()
    await at.events.ready()
    at.server.sockets[0]?.write('TALLY OK 0x1\r\nACTS OK \r\nACTS OK Recording 1\r\n')
    await until(() => at.seen.length === 2)
    expect(at.seen[1]).toEqual({ kind: 'activator', name: 'Recording', input: null, value: 1 })
    expect(at.events.state.kind).toBe('up')
  })

  it('subscribes again after the connection was lost, and gets the tally anew', async () => {
    await using at = await listening()
    await at.events.ready()
    await until(() => at.seen.length === 1)
    at.server.sockets[0]?.destroy()
    await until(() => at.events.state.kind === 'down')
    await at.events.ready()
    await until(() => at.seen.length === 2)
    expect(at.server.requests).toEqual([...subscriptions, ...subscriptions])
  })

  it('is up only when both subscriptions are granted', async () => {
    await using at = await listening((request, _socket, connection) =>
      request.kind === 'subscribe' && request.what === 'ACTS' && connection < 2 ? 'SUBSCRIBE ER No\r\n' : undefined,
    )
    const states: string[] = []
    at.events.onStateChange((state) => states.push(state.kind === 'down' ? state.error.message : state.kind))
    await at.events.ready()
    expect(states).toEqual([expect.stringContaining('refuses to send events (SUBSCRIBE ACTS)'), 'up'])
  })

  it('notices a connection that died without a word, and keeps one that is only quiet', async () => {
    await using at = await listening(
      (request, _socket, connection) => (request.kind === 'ping' && connection === 0 ? null : undefined),
      { keepAliveMs: 30, keepAliveTimeoutMs: 30 },
    )
    await at.events.ready()
    await until(() => at.events.state.kind === 'down')
    expect(at.events.state).toMatchObject({ error: { code: 'timeout' } })
    await at.events.ready()
    await until(() => at.server.requests.filter(({ kind }) => kind === 'ping').length > 3)
    expect(at.server.sockets).toHaveLength(2)
  })
})
