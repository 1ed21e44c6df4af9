import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { VMixAPIError, VMixConnectionError, VMixHttpClient } from '../../src/vmix/index.ts'
import { answering, DONE, http, rawServer, STATE } from './raw-server.ts'

const KEY = 'SECRET-a&b=c d+e#f/ü'
const connect = (port: number, timeoutMs = 5000) => new VMixHttpClient({ host: '127.0.0.1', port, timeoutMs })

/** The error of a promise that must fail, after checking that no key is in it, however deep. */
async function failure(promise: Promise<unknown>): Promise<VMixConnectionError | VMixAPIError> {
  const error = await promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  )
  expect(error instanceof VMixConnectionError || error instanceof VMixAPIError).toBe(true)
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/SECRET|Function=|<Buffer/)
  return error as VMixConnectionError | VMixAPIError
}
const callKey = (client: VMixHttpClient, signal?: AbortSignal) =>
  client.call('StreamingSetKey', { Value: `0,${KEY}` }, { signal })

describe('VMixHttpClient: what is sent', () => {
  it('sends a key with every special character so that it arrives as it was given', async () => {
    await using server = await rawServer(answering(DONE))
    await using client = connect(server.port)
    await callKey(client)
    const target = server.received[0]?.split(' ')[1] ?? ''
    expect(target).toMatch(/^\/api\/\?Function=StreamingSetKey&Value=[\w.%-]+$/)
    expect(new URL(target, 'http://x').searchParams.get('Value')).toBe(`0,${KEY}`)
  })

  it('reads states over one kept connection and sends each command on its own', async () => {
    await using server = await rawServer((socket) => {
      socket.on('data', (data) => socket.write(data.includes('Function=') ? DONE : STATE))
    })
    await using client = connect(server.port)
    for (let i = 0; i < 3; i++) expect((await client.state()).version).toBe('29.0.0.49')
    await client.call('Cut')
    await client.call('Cut')
    const commands = server.received.map((text) => text.match(/Function=Cut/g)?.length ?? 0)
    expect(commands).toEqual([0, 1, 1])
    expect(server.received[0]?.match(/GET \/api\/ /g)).toHaveLength(3)
  })

  it('gives user name and password by Basic authentication, and says so when they are missing', async () => {
    await using server = await rawServer((socket) => {
      const right = `Basic ${Buffer.from('crew:SECRET-ü').toString('base64')}`
      socket.on('data', (data) => socket.write(data.includes(right) ? STATE : http(401, 'no')))
    })
    await using open = connect(server.port)
    expect(await failure(open.state())).toMatchObject({
      code: 'unauthorised',
      message: expect.stringMatching(/password/),
    })
    const password = new Secret('SECRET-ü')
    await using client = new VMixHttpClient({ host: '127.0.0.1', port: server.port, username: 'crew', password })
    expect((await client.state()).edition).toBe('Pro')
    expect(inspect(client, { depth: 9 })).not.toMatch(/SECRET|Basic/)
  })
})

describe('VMixHttpClient: a command is never sent twice', () => {
  it('fails once, saying that it may have arrived, when the connection breaks after the request', async () => {
    await using server = await rawServer((socket) => socket.on('data', () => socket.destroy()))
    await using client = connect(server.port)
    expect(await failure(callKey(client))).toMatchObject({ code: 'reset', mayHaveBeenSent: true })
    expect(server.received).toHaveLength(1)
  })

  it('takes no part in the race for a kept connection that the other side is closing', async () => {
    // Each connection serves one request and breaks on the next, as a kept one does whose end is still on its way.
    await using server = await rawServer((socket) => {
      let served = 0
      socket.on('data', (data) => {
        if (served++ > 0) socket.destroy()
        else socket.write(data.includes('Function=') ? DONE : STATE)
      })
    })
    await using client = connect(server.port)
    for (let i = 0; i < 100; i++) {
      await client.state()
      await client.call('OverlayInput1', { Input: i })
    }
    const seen = server.received.flatMap((text) => [...text.matchAll(/Input=(\d+)/g)].map((match) => Number(match[1])))
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('reads a state once more when a kept connection turns out dead, and only once', async () => {
    let allowed = 2
    await using server = await rawServer((socket) => {
      let served = 0
      socket.on('data', () => {
        if (served++ === 0 && allowed-- > 0) socket.write(STATE)
        else socket.destroy()
      })
    })
    await using client = connect(server.port)
    await client.state()
    await client.state() // connection 1 dies under it, connection 2 answers
    expect(server.received).toHaveLength(2)
    expect(await failure(client.state())).toMatchObject({ code: 'reset' })
    expect(server.received).toHaveLength(3)
  })

  it('tries a new connection then, not the next kept one that may be dead too', async () => {
    let requests = 0
    await using server = await rawServer((socket) => {
      let served = 0
      socket.on('data', () => {
        requests++
        if (served++ > 0) socket.destroy()
        else socket.write(STATE)
      })
    })
    await using client = connect(server.port)
    await Promise.all([client.state(), client.state(), client.state()])
    expect([server.received.length, requests]).toEqual([3, 3])
    await client.state()
    expect([server.received.length, requests]).toEqual([4, 5])
  })
})

describe('VMixHttpClient: errors say what to do', () => {
  it('refused: vMix not running or Web Controller off; nothing was sent', async () => {
    const server = await rawServer(() => undefined)
    await server[Symbol.asyncDispose]()
    await using client = new VMixHttpClient({ host: 'localhost', port: server.port })
    expect(await failure(callKey(client))).toMatchObject({
      name: 'VMixConnectionError',
      code: 'refused',
      mayHaveBeenSent: false,
      message: `Cannot connect to vMix at localhost:${server.port}. Ensure vMix is running and Web Controller is enabled.`,
    })
  })

  it.each([
    ['never answers', () => undefined],
    [
      'trickles',
      (socket: import('node:net').Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
        const timer = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    ],
    [
      'trickles headers',
      (socket: import('node:net').Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX: ')
        const timer = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('timeout: a server that %s', async (_, behave) => {
    await using server = await rawServer(behave)
    await using client = connect(server.port, 250)
    expect(await failure(callKey(client))).toMatchObject({ code: 'timeout', mayHaveBeenSent: true })
    expect(await failure(client.state())).toMatchObject({ code: 'timeout', message: expect.stringContaining('0.25 s') })
  })

  it('too_large: a body of 1 GB is not read, announced or not', async () => {
    for (const head of ['Content-Length: 1073741824\r\n', '']) {
      let written = 0
      await using server = await rawServer((socket) => {
        const megabyte = Buffer.alloc(1024 * 1024, 0x20)
        const pump = () => {
          while (written < 1024 && !socket.destroyed) {
            written++
            if (!socket.write(megabyte)) {
              socket.once('drain', pump)
              return
            }
          }
        }
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n`)
          pump()
        })
      })
      await using client = new VMixHttpClient({ host: '127.0.0.1', port: server.port, maxBodyBytes: 1_000_000 })
      expect(await failure(client.state())).toMatchObject({ code: 'too_large' })
      expect(written).toBeLessThan(200)
    }
  })

  it.each([
    ["vMix's TCP port", 'VERSION OK 29.0.0.49\r\n', /TCP API.*8088/],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n', /SSH/],
    ['noise', '\u0000\u0001\u0002', /does not speak HTTP/],
  ])('not_vmix: %s', async (_, greeting, says) => {
    await using server = await rawServer((socket) => socket.write(greeting))
    await using client = connect(server.port)
    expect(await failure(client.state())).toMatchObject({ code: 'not_vmix', message: expect.stringMatching(says) })
    await failure(callKey(client))
  })

  it('keeps the key out of the error when a server echoes the request', async () => {
    await using server = await rawServer((socket) => socket.on('data', (data) => socket.write(data)))
    await using client = connect(server.port)
    expect(await failure(callKey(client))).toMatchObject({ code: 'not_vmix', mayHaveBeenSent: true })
  })

  it('not_vmix: a web server that answers a command with a page', async () => {
    await using server = await rawServer(answering(http(200, '<html>hello</html>')))
    await using client = connect(server.port)
    expect(await failure(callKey(client))).toMatchObject({ code: 'not_vmix' })
    expect(await failure(client.state())).toMatchObject({ name: 'VMixAPIError', code: 'bad_state' })
  })

  it('function_refused: 500', async () => {
    await using server = await rawServer(answering(http(500, 'No suitable Function could be found.')))
    await using client = connect(server.port)
    const error = await failure(client.call('StartSteaming', { Value: 0 }))
    expect(error).toMatchObject({ code: 'function_refused', status: 500 })
    expect(error.message).toContain('StartSteaming Value=0')
    expect((await failure(callKey(client))).message).toContain('Value=0,[secret]')
  })

  it('http_status: anything else, redirects included', async () => {
    for (const status of [302, 403, 404, 503]) {
      await using server = await rawServer(answering(http(status, 'x', 'Location: /other\r\n')))
      await using client = connect(server.port)
      expect(await failure(client.state())).toMatchObject({ code: 'http_status', status })
      expect(await failure(callKey(client))).toMatchObject({ code: 'http_status', status })
      expect(server.received).toHaveLength(2)
    }
  })

  it('dns: a name that nobody knows, and one that cannot be', async () => {
    await using client = new VMixHttpClient({ host: 'no-such-vmix.invalid', timeoutMs: 20_000 })
    expect(await failure(callKey(client))).toMatchObject({ code: 'dns', mayHaveBeenSent: false })
    await using odd = new VMixHttpClient({ host: 'bad host\r\nX: y' })
    expect(await failure(callKey(odd))).toMatchObject({ code: 'dns', mayHaveBeenSent: false })
  })

  it('reset: a body that ends too early', async () => {
    await using server = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<vmix>')),
    )
    await using client = connect(server.port)
    expect(await failure(client.state())).toMatchObject({ code: 'reset' })
  })
})

describe('VMixHttpClient: ending', () => {
  it('aborts before sending without opening a connection', async () => {
    await using server = await rawServer(answering(DONE))
    await using client = connect(server.port)
    const error = await failure(callKey(client, AbortSignal.abort(new Error('enough'))))
    expect(error).toMatchObject({ code: 'aborted', mayHaveBeenSent: false, cause: { message: 'enough' } })
    expect(server.received).toHaveLength(0)
  })

  it('aborts and times out while connecting: nothing is sent, then or later', async () => {
    await using server = await rawServer(answering(DONE))
    await using client = connect(server.port)
    const abort = new AbortController()
    const calling = failure(callKey(client, abort.signal))
    abort.abort()
    expect(await calling).toMatchObject({ code: 'aborted', mayHaveBeenSent: false })
    const noTime = { ...systemClock, sleep: () => Promise.resolve() }
    await using hurried = new VMixHttpClient({ host: '127.0.0.1', port: server.port, clock: noTime })
    expect(await failure(callKey(hurried))).toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: false,
      message: expect.stringMatching(/firewall/),
    })
    await client.call('Cut')
    expect(server.received.join('').match(/Function=\w+/g)).toEqual(['Function=Cut'])
  })

  it('aborts in flight, says that it may have arrived, and closes the connection', async () => {
    const abort = new AbortController()
    await using server = await rawServer((socket) => socket.on('data', () => abort.abort()))
    await using client = connect(server.port)
    expect(await failure(callKey(client, abort.signal))).toMatchObject({ code: 'aborted', mayHaveBeenSent: true })
    expect(server.received).toHaveLength(1)
  })

  it('close ends what is in flight, sends nothing, and refuses what comes later', async () => {
    await using server = await rawServer(() => undefined)
    const client = connect(server.port)
    const reading = failure(client.state())
    await client.close()
    expect(await reading).toMatchObject({ code: 'closed' })
    expect(await failure(client.state())).toMatchObject({ code: 'closed', mayHaveBeenSent: false })
  })
})
