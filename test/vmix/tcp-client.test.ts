import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { VMixTcpClient, type VMixTcpClientOptions, type VMixTcpState, xmlReply } from '../../src/vmix/tcp/index.ts'
import { DOCUMENT, type Script, scriptedTcp } from '../support/scripted-tcp.ts'
import { freePort } from '../support/ports.ts'
import { heldBytes, openHandles, until } from '../support/waiting.ts'
import { rawServer } from './raw-server.ts'

const client = (port: number, options: Partial<VMixTcpClientOptions> = {}) =>
  new VMixTcpClient({ host: '127.0.0.1', port, ...options })

/** A client that is up, to a server that does what the script says. */
async function connected(script?: Script, options: Partial<VMixTcpClientOptions> = {}) {
  const server = await scriptedTcp(script)
  const vmix = client(server.port, options)
  await vmix.ready()
  return {
    server,
    vmix,
    async [Symbol.asyncDispose]() {
      await vmix.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

describe('the TCP client', () => {
  it('asks everything that there is to ask, and gives the answers typed', async () => {
    await using at = await connected()
    const { vmix, server } = at
    expect(vmix.state).toEqual({ kind: 'up', version: '29.0.0.49' })
    await vmix.call('SetText', { Input: 'Küche & Bad', Value: 'a+b #1 & 2', SelectedName: 'Headline' })
    await vmix.call('Cut')
    expect((await vmix.readState()).active).toBe(1)
    expect(await vmix.stateXml()).toBe(DOCUMENT)
    expect(await vmix.tally()).toEqual(['program', 'preview'])
    expect(await vmix.activator('Input', 3)).toEqual({ kind: 'activator', name: 'Input', input: 3, value: 1 })
    expect(await vmix.xmlText('vmix/version')).toBe('29.0.0.49')
    expect(await vmix.xmlText('vmix/nothing')).toBeNull()
    await vmix.ping()
    await expect(vmix.activator('Nonsense')).rejects.toMatchObject({ code: 'function_refused' })
    expect(server.requests[0]).toEqual({
      kind: 'function',
      name: 'SetText',
      query: 'Input=K%C3%BCche%20%26%20Bad&Value=a%2Bb%20%231%20%26%202&SelectedName=Headline',
    })
    expect(server.requests[1]).toEqual({ kind: 'function', name: 'Cut', query: '' })
  })

  it('takes no time that would never be over, and a very long one for what it is', async () => {
    await using at = await connected()
    for (const timeoutMs of [Number.NaN, 0, -1]) {
      expect(() => client(9, { timeoutMs })).toThrow(RangeError)
      await expect(at.vmix.call('Cut', {}, { timeoutMs })).rejects.toThrow(RangeError)
      expect(at.server.requests).toEqual([])
    }
    for (const timeoutMs of [1e10, Number.POSITIVE_INFINITY]) await at.vmix.call('Cut', {}, { timeoutMs })
  })

  it('sends the next request only when the one before is answered', async () => {
    const waiting: (() => void)[] = []
    await using at = await connected((request, socket) => {
      if (request.kind !== 'function') return undefined
      waiting.push(() => socket.write(`FUNCTION OK ${request.name}\r\n`))
      return null
    })
    const calls = ['One', 'Two', 'Three'].map((name) => at.vmix.call(name))
    for (let count = 1; count <= 3; count++) {
      await until(() => waiting.length === count)
      expect(at.server.requests).toHaveLength(count)
      waiting[count - 1]?.()
      await calls[count - 1]
    }
  })

  it('says what vMix refuses, without the key', async () => {
    await using at = await connected((request) => (request.kind === 'function' ? 'FUNCTION ER Failed\r\n' : undefined))
    await expect(at.vmix.call('StreamingSetKey', { Value: '0,live_secret' })).rejects.toSatisfy(
      (error: Error) => error.message.includes('[secret]') && !error.message.includes('live_secret'),
    )
  })

  it('lets no call become two lines', async () => {
    await using at = await connected()
    for (const name of ['Cut\r\nFUNCTION StopStreaming', 'Cut StopStreaming', '']) {
      await expect(at.vmix.call(name)).rejects.toMatchObject({ code: 'invalid_parameter', mayHaveBeenSent: false })
    }
    await expect(at.vmix.xmlText('a\r\nFUNCTION StopStreaming')).rejects.toMatchObject({ code: 'invalid_parameter' })
    await at.vmix.call('SetText', { Value: 'a\r\nFUNCTION StopStreaming' })
    expect(at.server.requests).toEqual([
      { kind: 'function', name: 'SetText', query: 'Value=a%0D%0AFUNCTION%20StopStreaming' },
    ])
  })

  it('is not up by a bare connect: what is asked before the greeting fails at once, and nothing is sent', async () => {
    await using server = await scriptedTcp(undefined, null)
    await using vmix = client(server.port, { connectTimeoutMs: 60_000 })
    await until(() => server.sockets.length === 1)
    expect(vmix.state.kind).toBe('connecting')
    await expect(vmix.call('Cut')).rejects.toMatchObject({ mayHaveBeenSent: false })
    await expect(vmix.ready({ timeoutMs: 20 })).rejects.toMatchObject({ mayHaveBeenSent: false })
    server.sockets[0]?.write('VERSION OK 28.0')
    server.sockets[0]?.write('.0.39\r\n')
    expect(await vmix.ready()).toBe('28.0.0.39')
    expect(server.requests.filter(({ kind }) => kind === 'function')).toEqual([])
  })

  it('fails at once while vMix is not there, and sends nothing when it is', async () => {
    const port = await freePort()
    await using vmix = client(port)
    await until(() => vmix.state.kind === 'down')
    await expect(vmix.call('Cut')).rejects.toMatchObject({ code: 'refused', mayHaveBeenSent: false })
    await expect(vmix.ready({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'refused' })
  })

  it('has a bounded queue', async () => {
    await using at = await connected(() => null, { maxQueued: 2 })
    const calls = [1, 2, 3, 4].map(() => at.vmix.call('Cut').catch((error: unknown) => error))
    expect(await calls[3]).toMatchObject({ code: 'busy', mayHaveBeenSent: false })
    await until(() => at.server.requests.length === 1)
    await at.vmix.close()
    expect(await calls[0]).toMatchObject({ code: 'closed', mayHaveBeenSent: true })
    expect(await calls[2]).toMatchObject({ code: 'closed', mayHaveBeenSent: false })
    await expect(at.vmix.call('Cut')).rejects.toMatchObject({ code: 'closed', mayHaveBeenSent: false })
    expect(at.server.requests).toHaveLength(1)
  })
})

describe('an answer that does not come', () => {
  it('in time costs the connection, so that it is not taken for the next one’s', async () => {
    let late: (() => void) | undefined
    await using at = await connected((request, socket, connection) => {
      if (request.kind !== 'xmltext') return undefined
      if (connection > 0) return 'XMLTEXT OK new\r\n'
      late = () => socket.write('XMLTEXT OK old\r\n')
      return null
    })
    await expect(at.vmix.xmlText('vmix/edition', { timeoutMs: 30 })).rejects.toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: true,
    })
    expect(at.vmix.state.kind).toBe('down')
    late?.()
    await at.vmix.ready()
    expect(await at.vmix.xmlText('vmix/edition')).toBe('new')
  })

  it('is not waited for after an abort; those behind it were never sent, and say so', async () => {
    await using at = await connected((_request, _socket, connection) => (connection === 0 ? null : undefined))
    const abort = new AbortController()
    const first = at.vmix.call('Cut', {}, { signal: abort.signal }).catch((error: unknown) => error)
    const second = at.vmix.call('Fade').catch((error: unknown) => error)
    await until(() => at.server.requests.length === 1)
    abort.abort()
    expect(await first).toMatchObject({ code: 'aborted', mayHaveBeenSent: true })
    expect(await second).toMatchObject({ code: 'reset', mayHaveBeenSent: false })
    await at.vmix.ready()
    await at.vmix.call('Merge')
    expect(at.server.requests.map((request) => (request.kind === 'function' ? request.name : ''))).toEqual([
      'Cut',
      'Merge',
    ])
  })

  it('of a request that still waited is of no consequence to the others', async () => {
    let release: (() => void) | undefined
    await using at = await connected((request, socket) => {
      if (request.kind !== 'function' || request.name !== 'Slow') return undefined
      release = () => socket.write('FUNCTION OK Completed\r\n')
      return null
    })
    const slow = at.vmix.call('Slow')
    const abort = new AbortController()
    const aborted = at.vmix.call('Cut', {}, { signal: abort.signal }).catch((error: unknown) => error)
    const late = at.vmix.call('Cut', {}, { timeoutMs: 20 }).catch((error: unknown) => error)
    abort.abort()
    expect(await aborted).toMatchObject({ code: 'aborted', mayHaveBeenSent: false })
    expect(await late).toMatchObject({ code: 'timeout', mayHaveBeenSent: false })
    release?.()
    await slow
    await at.vmix.ping()
    expect(at.server.requests).toHaveLength(2)
    await expect(at.vmix.call('Cut', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('because the connection died after sending: it may have been carried out, and is never sent again', async () => {
    await using at = await connected((request, socket, connection) => {
      if (connection > 0 || request.kind !== 'function') return undefined
      socket.destroy()
      return null
    })
    const states: VMixTcpState['kind'][] = []
    at.vmix.onStateChange(({ kind }) => states.push(kind))
    await expect(at.vmix.call('StartStreaming', { Value: 0 })).rejects.toMatchObject({
      code: 'reset',
      mayHaveBeenSent: true,
    })
    await at.vmix.ready()
    await at.vmix.ping()
    expect(states).toEqual(['down', 'up'])
    expect(at.server.requests.filter(({ kind }) => kind === 'function')).toHaveLength(1)
  })

  it('but another one: the connection is given up rather than guessed at', async () => {
    await using at = await connected((request) => (request.kind === 'tally' ? 'XMLTEXT OK x\r\n' : undefined))
    await expect(at.vmix.tally()).rejects.toMatchObject({ code: 'not_vmix' })
  })

  it('while idle: a PING finds a connection that is dead without a word', async () => {
    await using at = await connected((_request, _socket, connection) => (connection === 0 ? null : undefined), {
      keepAliveMs: 30,
      keepAliveTimeoutMs: 30,
    })
    await until(() => at.vmix.state.kind === 'down')
    expect(at.vmix.state).toMatchObject({ error: { code: 'timeout' } })
    await at.vmix.ready()
    await until(() => at.server.requests.filter(({ kind }) => kind === 'ping').length > 3)
    expect(at.vmix.state.kind).toBe('up')
  })
})

describe('what answers is not vMix’s TCP API:', () => {
  const said = async (port: number, options: Partial<VMixTcpClientOptions> = {}) => {
    await using vmix = client(port, options)
    await until(() => vmix.state.kind === 'down')
    return vmix.state.kind === 'down' ? vmix.state.error : null
  }

  it('a web server, which is silent until it is asked: the web port', async () => {
    await using server = await rawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'))
    })
    const error = await said(server.port)
    expect(error).toMatchObject({ code: 'not_vmix', mayHaveBeenSent: false })
    expect(error?.message).toMatch(/8088.*Use the port of the TCP API, 8099/)
    expect(server.received[0]).toBe('PING\r\n')
  })

  it('an SSH server', async () => {
    await using server = await rawServer((socket) => void socket.write('SSH-2.0-OpenSSH_9\r\n'))
    expect((await said(server.port))?.message).toContain('SSH')
  })

  it('a program that says nothing', async () => {
    await using server = await rawServer(() => undefined)
    expect(await said(server.port, { connectTimeoutMs: 50 })).toMatchObject({ code: 'timeout' })
  })

  it('a program that hangs up', async () => {
    await using server = await rawServer((socket) => void socket.end())
    expect(await said(server.port)).toMatchObject({ code: 'reset' })
  })

  it('an endless line, an endless document, and a length that is none', async () => {
    for (const [text, code] of [
      ['x'.repeat(70_000), 'not_vmix'],
      ['VERSION OK 29\r\nXML 99999999\r\n', 'too_large'],
      ['VERSION OK 29\r\nXML many\r\n', 'not_vmix'],
    ] as const) {
      await using server = await rawServer((socket) => void socket.write(text))
      expect(await said(server.port)).toMatchObject({ code })
    }
  })
})

describe('connecting again', () => {
  it('happens soon after the port answers again, to another version too', async () => {
    const states: VMixTcpState[] = []
    const port = await freePort()
    await using vmix = client(port)
    vmix.onStateChange((state) => states.push(state))
    await until(() => vmix.state.kind === 'down')
    for (const version of ['28.0.0.1', '29.0.0.1']) {
      const sockets = new Set<Socket>()
      const server = createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => undefined)
        socket.write(`VERSION OK ${version}\r\n`)
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      expect(await vmix.ready()).toBe(version)
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      await until(() => vmix.state.kind === 'down')
    }
    expect(states.flatMap((state) => (state.kind === 'up' ? [state.version] : []))).toEqual(['28.0.0.1', '29.0.0.1'])
  })

  it('ends with close, which sends nothing', async () => {
    const at = await connected()
    await at.vmix.close()
    expect(at.vmix.state).toEqual({ kind: 'closed' })
    await expect(at.vmix.ready()).rejects.toMatchObject({ code: 'closed' })
    await at.server[Symbol.asyncDispose]()
    expect(at.server.received).toEqual([''])
  })

  it('is not begun with what can be no port, time or limit', () => {
    for (const options of [
      { port: 0 },
      { port: 70_000 },
      { port: 1.5 },
      { keepAliveMs: 0 },
      { maxQueued: Number.NaN },
      { maxBodyBytes: Number.NaN },
    ]) {
      expect(() => new VMixTcpClient({ host: 'localhost', ...options })).toThrow(RangeError)
    }
  })

  it('with a name that no machine can have fails, says so, and harms nothing else', async () => {
    for (const host of ['a\0b', 'no such machine']) {
      await using vmix = new VMixTcpClient({ host, port: 9 })
      await until(() => vmix.state.kind === 'down')
      expect(vmix.state).toMatchObject({ error: { code: 'dns', mayHaveBeenSent: false } })
    }
  })

  it('1,000 times leaves neither handles nor memory behind', { timeout: 120_000 }, async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('VERSION OK 29.0.0.49\r\n')
      socket.on('data', () => socket.write('TALLY OK 12\r\n'))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const cycles = async (count: number) => {
      for (let i = 0; i < count; i++) {
        await using vmix = client(port)
        await vmix.ready()
        await vmix.tally()
      }
    }
    await cycles(200)
    await until(() => openHandles() < 10)
    const [handles, held] = [openHandles(), await heldBytes()]
    await cycles(1000)
    await until(() => openHandles() <= handles)
    // One connection left behind holds some ten kilobytes: ten megabytes in all.
    expect((await heldBytes()) - held).toBeLessThan(2 * 1024 * 1024)
    server.close()
    await once(server, 'close')
  })
})

it('a document is read whole on a connection that others fill with events', async () => {
  const body = xmlReply(DOCUMENT)
  const header = body.indexOf('\n') + 1
  await using at = await connected((request) =>
    request.kind === 'xml'
      ? Buffer.concat([body.subarray(0, header), Buffer.from('ACTS OK Input 1 1\r\n'), body.subarray(header)])
      : undefined,
  )
  expect(await at.vmix.stateXml()).toBe(DOCUMENT)
})
