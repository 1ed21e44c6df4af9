import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { probePort } from '../../src/vmix/index.ts'
import { answering, http, rawServer, STATE } from './raw-server.ts'

async function probe(behave: (socket: Socket) => void, timeoutMs = 3000) {
  await using server = await rawServer(behave)
  return { ...(await probePort({ host: '127.0.0.1', port: server.port, timeoutMs })), received: [...server.received] }
}

describe('probePort', () => {
  it('knows a vMix by its state document', async () => {
    expect(await probe(answering(STATE))).toMatchObject({
      kind: 'vmix_web',
      version: '29.0.0.49',
      edition: 'Pro',
      message: expect.stringContaining('vMix 29.0.0.49 (Pro)'),
    })
  })

  it('knows a web server that wants a password', async () => {
    expect(await probe(answering(http(401, '')))).toMatchObject({
      kind: 'vmix_web_password',
      message: expect.stringMatching(/password/),
    })
  })

  it("knows vMix's TCP port by its greeting, sends nothing there, and names the right port", async () => {
    expect(await probe((socket) => socket.write('VERSION OK 29.0.0.49\r\n'))).toMatchObject({
      kind: 'vmix_tcp',
      version: '29.0.0.49',
      message: expect.stringContaining('8088'),
      received: [''],
    })
  })

  it.each([
    ['an SSH server', (socket: Socket) => void socket.write('SSH-2.0-x\r\n'), 'other', /SSH/],
    ['a mail server', (socket: Socket) => void socket.write('220 mail\r\n'), 'other', /does not speak HTTP/],
    ['one that hangs up', (socket: Socket) => void socket.end(), 'other', /closed/],
    ['another web server', answering(http(404, 'no')), 'other_http', /404/],
    ['a web page', answering(http(200, '<html/>')), 'other_http', /no vMix state/],
    ['one that is silent', () => undefined, 'timeout', /did not complete/],
  ])('tells %s', async (_, behave, kind, says) => {
    expect(await probe(behave, 500)).toMatchObject({ kind, message: expect.stringMatching(says) })
  })

  it('tells a closed port and an unknown name', async () => {
    const server = await rawServer(() => undefined)
    await server[Symbol.asyncDispose]()
    const { port } = server
    expect(await probePort({ host: '127.0.0.1', port })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('Ensure vMix is running'),
    })
    expect(await probePort({ host: 'no-such-vmix.invalid', port, timeoutMs: 20_000 })).toMatchObject({ kind: 'dns' })
    expect(await probePort({ host: 'a\0b', port })).toMatchObject({ kind: 'dns' })
  })

  it('ends with its signal', async () => {
    await using server = await rawServer(() => undefined)
    const abort = new AbortController()
    const probing = probePort({ host: '127.0.0.1', port: server.port, signal: abort.signal })
    abort.abort()
    await expect(probing).rejects.toMatchObject({ code: 'aborted' })
  })
})
