import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  type MediaPacket,
  type PublishOptions,
  publishRtmp,
  readFlv,
  RtmpError,
  videoPacket,
} from '../../src/gateway/index.ts'
import { writeControl, writeMessage, writeUserControl } from '../../src/gateway/rtmp/chunk-writer.ts'
import { MessageType, UserControl } from '../../src/gateway/rtmp/protocol.ts'
import { Secret } from '../../src/secrets/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { collectingServer } from '../support/collecting-sink.ts'
import { freePort } from '../support/ports.ts'
import { needs } from '../support/programs.ts'
import { until } from '../support/receiver.ts'
import { answersUpTo, scriptedServer } from './scripted-server.ts'

const KEY = 'SECRET-a&b=c d+e#f'

function options(url: string, more: Partial<PublishOptions> = {}): PublishOptions {
  return { url, key: new Secret(KEY), signal: new AbortController().signal, clock: systemClock, ...more }
}

/** How publishing failed; the test fails where it did not. */
async function failure(publishing: Promise<unknown>): Promise<RtmpError> {
  const error = await publishing.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RtmpError)) throw new Error(`no RtmpError but ${String(error)}`)
  expect(error.message).not.toContain('SECRET')
  return error
}

const { packets: clip } = readFlv(await readFile('assets/clip.flv'))
const frame = videoPacket(Buffer.concat([Buffer.from('170100000000010000', 'hex'), Buffer.alloc(65_536)]), 0, 0)

describe('publishRtmp', () => {
  it('delivers packets as they were: kind, role, time and body, the key byte for byte', async () => {
    await using end = await collectingServer()
    const publication = await publishRtmp(options(`${end.url}/live/more`))
    for (const packet of clip) publication.write(packet)
    await publication.close()
    expect(await publication.closed).toBeNull()
    await until('the end is told', () => end.ends.length === 1)
    const essence = ({ kind, role, dtsMs, ctsMs, body }: MediaPacket) => [
      kind,
      role,
      dtsMs,
      ctsMs,
      body.toString('base64'),
    ]
    expect(end.packets.map(essence)).toEqual(clip.map(essence))
    expect(end.requests).toMatchObject([{ app: 'live/more', key: KEY, encoder: expect.stringContaining('FMLE') }])
    expect(end.ends).toEqual([{ kind: 'ended', reason: 'the publisher ended the stream' }])
    expect(publication.bytesSent).toBeGreaterThan(300_000)
    expect(publication.queuedBytes).toBe(0)
  })

  it('goes over 0xFFFFFF and over 2^32 without a jump', async () => {
    await using end = await collectingServer()
    const times = [0xff_fff0, 0xff_ffff, 0x100_0010, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 40, 2 ** 32 + 0x100_0000]
    const publication = await publishRtmp(options(`${end.url}/live`))
    for (const dtsMs of times) publication.write({ ...frame, dtsMs })
    await publication.close()
    await until('all is here', () => end.packets.length === times.length)
    expect(end.packets.map(({ dtsMs }) => dtsMs)).toEqual(times)
    expect(end.packets.every(({ body }) => body.equals(frame.body))).toBe(true)
  })

  it('is cut without a goodbye by drop(): the other side has lost it', async () => {
    await using end = await collectingServer()
    const publication = await publishRtmp(options(`${end.url}/live`))
    publication.drop()
    expect(await publication.closed).toMatchObject({ code: 'aborted' })
    publication.write(frame)
    await until('the end is told', () => end.ends.length === 1)
    expect(end.ends).toMatchObject([{ kind: 'lost' }])
  })

  it('says when the server disconnects it', async () => {
    let disconnect: ((reason: string) => void) | null = null
    await using end = await collectingServer({
      authorise: (_request, session) => {
        disconnect = (reason) => session.disconnect(reason)
        return { accept: { packet: () => undefined, end: () => undefined } }
      },
    })
    const publication = await publishRtmp(options(`${end.url}/live`))
    ;(disconnect as ((reason: string) => void) | null)?.(`The feed ${KEY} was closed`)
    const error = await publication.closed
    expect(error).toMatchObject({ code: 'rejected', message: expect.stringContaining('The feed [secret] was closed') })
  })

  it('closed, not rejected, when the server ends a stream that ran for a while: its key was right', async () => {
    let disconnect: ((reason: string) => void) | null = null
    await using end = await collectingServer({
      authorise: (_request, session) => {
        disconnect = (reason) => session.disconnect(reason)
        return { accept: { packet: () => undefined, end: () => undefined } }
      },
    })
    let laterMs = 0
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + laterMs }
    const publication = await publishRtmp(options(`${end.url}/live`, { clock }))
    laterMs = 60_000
    ;(disconnect as ((reason: string) => void) | null)?.('enough')
    expect(await publication.closed).toMatchObject({ code: 'closed', message: expect.stringContaining('enough') })
  })

  it('answers pings and acknowledges while it publishes', async () => {
    const heard: string[] = []
    const all = answersUpTo('all')
    await using server = await scriptedServer({
      onCommand: (command, conversation) => {
        all(command, conversation)
        if (command.name !== 'publish') return
        conversation.socket.write(writeUserControl(UserControl.pingRequest, 4711))
        conversation.socket.write(writeControl(MessageType.windowAckSize, 1024))
        conversation.socket.write(writeMessage(3, MessageType.dataAmf0, 1, 0, Buffer.alloc(3000), 128))
      },
      onMessage: (type, body) => {
        if (type === MessageType.userControl) heard.push(`event ${body.readUInt16BE(0)} value ${body.readUInt32BE(2)}`)
        if (type === MessageType.acknowledgement) heard.push(body.readUInt32BE(0) > 3000 ? 'acknowledged' : 'too few')
      },
    })
    await using publication = await publishRtmp(options(`rtmp://127.0.0.1:${server.port}/live`))
    await until('it answered', () => heard.length >= 2)
    expect(heard.slice(0, 2)).toEqual(['event 7 value 4711', 'acknowledged'])
    expect(publication.queuedBytes).toBe(0)
  })
})

describe('publishRtmp fails with a code and without the key', () => {
  it.each(['connect', 'publish'] as const)('rejected at %s, with what the server said', async (at) => {
    await using end = await collectingServer(
      at === 'connect' ? { acceptApp: () => false } : { authorise: () => ({ refuse: `no such key: ${KEY}` }) },
    )
    const error = await failure(publishRtmp(options(`${end.url}/live`)))
    expect(error.code).toBe('rejected')
    expect(error.message).toContain(at === 'connect' ? 'no such application' : 'no such key: [secret]')
  })

  it('refused, when nobody listens', async () => {
    const port = await freePort()
    expect(await failure(publishRtmp(options(`rtmp://127.0.0.1:${port}/live`)))).toMatchObject({ code: 'refused' })
  })

  it('dns, when the name is unknown', async () => {
    expect(await failure(publishRtmp(options('rtmp://nowhere.invalid/live')))).toMatchObject({ code: 'dns' })
  })

  it('protocol, when it is no RTMP server, or no RTMP URL', async () => {
    const web = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.resume().end('HTTP/1.0 400 Bad Request\r\n\r\n')
    })
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const address = web.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const error = await failure(publishRtmp(options(`rtmp://127.0.0.1:${port}/live`)))
    expect(error).toMatchObject({ code: 'protocol', message: expect.stringContaining('HTTP') })
    await new Promise((resolve) => web.close(resolve))
    expect(await failure(publishRtmp(options('http://127.0.0.1/live')))).toMatchObject({ code: 'protocol' })
  })

  it.each(['silent', 'connect', 'createStream', 'publish'] as const)(
    'timeout, when the server hangs at %s',
    async (at) => {
      await using server = await scriptedServer(
        at === 'silent' ? { handshake: 'silent' } : { onCommand: answersUpTo(at) },
      )
      const timeouts = { handshakeMs: at === 'silent' ? 100 : 5000, publishMs: 200 }
      const error = await failure(publishRtmp(options(`rtmp://127.0.0.1:${server.port}/live`, { timeouts })))
      expect(error.code).toBe('timeout')
      expect(error.message).toContain(at === 'silent' ? 'handshake' : 'did not start the publish')
    },
  )

  it('timeout, when TLS hangs', async () => {
    await using server = await scriptedServer({ handshake: 'silent' })
    const timeouts = { connectMs: 150 }
    const error = await failure(publishRtmp(options(`rtmps://127.0.0.1:${server.port}/live`, { timeouts })))
    expect(error).toMatchObject({ code: 'timeout', message: expect.stringContaining('no connection') })
  })

  it('timeout, when the server takes no data any more', async () => {
    const all = answersUpTo('all')
    await using server = await scriptedServer({
      onCommand: (command, conversation) => {
        all(command, conversation)
        if (command.name === 'publish') conversation.socket.pause()
      },
    })
    const publication = await publishRtmp(
      options(`rtmp://127.0.0.1:${server.port}/live`, { timeouts: { stallMs: 300 } }),
    )
    const writing = setInterval(() => publication.write({ ...frame }), 2)
    const error = await publication.closed
    clearInterval(writing)
    expect(error).toMatchObject({ code: 'timeout', message: expect.stringContaining('taken no data') })
  })

  it('aborted, by its signal, at any stage', async () => {
    await using server = await scriptedServer({ handshake: 'silent' })
    const url = `rtmp://127.0.0.1:${server.port}/live`
    expect(await failure(publishRtmp(options(url, { signal: AbortSignal.abort() })))).toMatchObject({ code: 'aborted' })
    const signal = AbortSignal.timeout(50)
    expect(await failure(publishRtmp(options(url, { signal })))).toMatchObject({ code: 'aborted' })
  })

  it('closed, when the server hangs up before the publish', async () => {
    await using server = await scriptedServer({ onCommand: (_command, { socket }) => socket.destroy() })
    const error = await failure(publishRtmp(options(`rtmp://127.0.0.1:${server.port}/live`)))
    expect(error).toMatchObject({ code: 'closed', message: expect.stringContaining('stream key') })
  })

  it('close() is bounded, even when the server neither reads nor hangs up', async () => {
    const all = answersUpTo('all')
    await using server = await scriptedServer({
      onCommand: (command, conversation) => {
        all(command, conversation)
        if (command.name === 'publish') conversation.socket.pause()
      },
    })
    const publication = await publishRtmp(
      options(`rtmp://127.0.0.1:${server.port}/live`, { timeouts: { closeMs: 200 } }),
    )
    for (let n = 0; n < 200; n++) publication.write({ ...frame })
    await publication.close()
    expect(await publication.closed).toBeNull()
  })
})

describe.runIf(needs('openssl'))('RTMPS', () => {
  const certificates = needs('openssl') ? makeCertificates() : null

  it('delivers, the certificate verified against a further authority', async () => {
    const { ca = '', cert = '', key = '' } = certificates ?? {}
    await using end = await collectingServer({ tls: { cert, key } })
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `rtmps://${host}:${end.server.port}/live`
      const publication = await publishRtmp(options(url, { tls: { ca } }))
      for (const packet of clip.slice(0, 50)) publication.write(packet)
      await publication.close()
    }
    await until('both ended', () => end.ends.length === 2)
    expect(end.packets).toHaveLength(100)
    expect(end.requests).toMatchObject([{ tls: true }, { tls: true }])
  })

  it('fails with tls where nobody trusted signed, or for another name', async () => {
    const { cert = '', key = '' } = certificates ?? {}
    await using end = await collectingServer({ tls: { cert, key } })
    const untrusted = await failure(publishRtmp(options(`${end.url}/live`)))
    expect(untrusted).toMatchObject({ code: 'tls', message: expect.stringContaining('signed by nobody') })
    const other = makeCertificates('DNS:elsewhere.example')
    await using elsewhere = await collectingServer({ tls: { cert: other.cert, key: other.key } })
    const wrongName = await failure(publishRtmp(options(`${elsewhere.url}/live`, { tls: { ca: other.ca } })))
    expect(wrongName).toMatchObject({ code: 'tls', message: expect.stringContaining('another name') })
    expect(end.requests).toHaveLength(0)
  })

  it('to a plain port, and plain to an RTMPS port, say which to use', async () => {
    await using plain = await collectingServer()
    // A server that is going down hangs up like this too, so it is no reason to give a destination up.
    expect(await failure(publishRtmp(options(`rtmps://127.0.0.1:${plain.server.port}/live`)))).toMatchObject({
      code: 'closed',
      message: expect.stringContaining('does the port speak RTMPS?'),
    })
    expect(plain.refusals).toMatchObject([{ code: 'protocol', message: expect.stringContaining('rtmp://') }])
    const { cert = '', key = '' } = certificates ?? {}
    await using secure = await collectingServer({ tls: { cert, key } })
    const error = await failure(publishRtmp(options(`rtmp://127.0.0.1:${secure.server.port}/live`)))
    expect(['protocol', 'closed']).toContain(error.code)
  })
})
