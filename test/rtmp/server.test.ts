import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { type AmfValue, encodeAmf0, type PublishSession, RtmpError, startRtmpServer } from '../../src/gateway/index.ts'
import { systemClock } from '../../src/clock/index.ts'
import { writeControl, writeMessage, writeUserControl } from '../../src/gateway/rtmp/chunk-writer.ts'
import { MessageType, UserControl } from '../../src/gateway/rtmp/protocol.ts'
import { makeCertificates } from '../support/certificates.ts'
import { type CollectingServer, collectingServer } from '../support/collecting-sink.ts'
import { needs } from '../support/programs.ts'
import { until } from '../support/receiver.ts'

const HELLO = Buffer.concat([Buffer.of(3), Buffer.alloc(1536), Buffer.alloc(1536)])
const command = (streamId: number, ...values: AmfValue[]) =>
  writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128)
const CONNECT = command(0, 'connect', 1, { app: 'live', flashVer: 'Test\u0000 1.0' })
const PUBLISH = Buffer.concat([command(0, 'createStream', 2, null), command(1, 'publish', 3, null, 'key', 'live')])
const frame = writeMessage(6, MessageType.video, 1, 0, Buffer.from('17010000000000000165', 'hex'), 128)

/** A raw connection; what it hears, and whether it is still open. */
function dial(port: number): { socket: Socket; heard: () => string; closed: () => boolean } {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  let closed = false
  socket.on('data', (data) => (heard += data.toString('latin1')))
  socket.on('close', () => (closed = true))
  socket.on('error', () => undefined)
  return { socket, heard: () => heard, closed: () => closed }
}

async function publishing(end: CollectingServer): Promise<ReturnType<typeof dial>> {
  const peer = dial(end.server.port)
  peer.socket.write(Buffer.concat([HELLO, CONNECT, PUBLISH]))
  await until('it publishes', () => peer.heard().includes('NetStream.Publish.Start'))
  return peer
}

describe('RTMP server', () => {
  it('takes input that comes one byte at a time', async () => {
    await using end = await collectingServer()
    const peer = dial(end.server.port)
    await until('connected', () => end.server.connections === 1)
    peer.socket.setNoDelay(true)
    for (const byte of Buffer.concat([HELLO, CONNECT, PUBLISH, frame])) peer.socket.write(Buffer.of(byte))
    await until('the frame is here', () => end.packets.length === 1)
    expect(end.requests).toMatchObject([
      { app: 'live', key: 'key', encoder: 'Test 1.0', remote: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
    ])
    peer.socket.destroy()
  })

  it.each(['FCUnpublish', 'closeStream', 'deleteStream'])(
    'takes %s for a clean end, and a next publish after it',
    async (goodbye) => {
      await using end = await collectingServer()
      const peer = await publishing(end)
      peer.socket.write(command(goodbye === 'closeStream' ? 1 : 0, goodbye, 0, null, 'key'))
      await until('the end is told', () => end.ends.length === 1)
      peer.socket.write(Buffer.concat([frame, PUBLISH, frame]))
      await until('it publishes again', () => end.requests.length === 2 && end.packets.length === 1)
      peer.socket.destroy()
      await until('the second end is told', () => end.ends.length === 2)
      expect(end.ends).toMatchObject([
        { kind: 'ended' },
        { kind: 'lost', reason: 'the publisher closed the connection' },
      ])
    },
  )

  it('takes a reset for a lost publisher, and tells it once', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    peer.socket.resetAndDestroy()
    await until('the end is told', () => end.ends.length === 1)
    await until('the connection is gone', () => end.server.connections === 0)
    expect(end.ends).toMatchObject([{ kind: 'lost' }])
    expect(end.refusals).toEqual([])
  })

  it('answers pings, and acknowledges as often as it was told to', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const ping = writeUserControl(UserControl.pingRequest, 0x0102_0304)
    peer.socket.write(
      Buffer.concat([writeControl(MessageType.windowAckSize, 2000), ping, ...Array.from({ length: 100 }, () => frame)]),
    )
    const pong = writeUserControl(UserControl.pingResponse, 0x0102_0304).toString('latin1')
    await until('the pong is here', () => peer.heard().includes(pong))
    const acknowledgement = Buffer.from('02000000000004030000000000', 'hex').toString('latin1').slice(0, 12)
    await until('an acknowledgement is here', () => peer.heard().includes(acknowledgement))
    expect(end.packets).toHaveLength(100)
    peer.socket.destroy()
  })

  it('disconnects a publisher when asked: it hears why, and the sink is told', async () => {
    const sessions: PublishSession[] = []
    const ends: unknown[] = []
    await using end = await collectingServer({
      authorise: (_request, session) => {
        sessions.push(session)
        return { accept: { packet: () => undefined, end: (reason) => ends.push(reason) } }
      },
    })
    const peer = await publishing(end)
    sessions[0]?.disconnect('The stream was closed')
    sessions[0]?.disconnect('again')
    expect(ends).toEqual([{ kind: 'lost', reason: 'The stream was closed' }])
    await until('it is closed', peer.closed)
    expect(peer.heard()).toContain('The stream was closed')
  })

  it('is closed with its publishers told, and its port free again', async () => {
    const end = await collectingServer()
    const peer = await publishing(end)
    await end.server.close()
    await until('it is closed', peer.closed)
    expect(end.ends).toEqual([{ kind: 'lost', reason: 'the server is closing' }])
    await using again = await collectingServer({ port: end.server.port })
    expect(again.server.port).toBe(end.server.port)
  })

  it('says when its port is taken', async () => {
    await using end = await collectingServer()
    const options = { host: '127.0.0.1', port: end.server.port, clock: systemClock, authorise: () => ({ refuse: '' }) }
    await expect(startRtmpServer(options)).rejects.toThrow(RtmpError)
    await expect(startRtmpServer(options)).rejects.toThrow(/another program listens/)
  })

  it('a sink that throws costs its own connection and nothing else', async () => {
    const ends: unknown[] = []
    await using end = await collectingServer({
      authorise: () => ({
        accept: {
          packet: () => {
            throw new Error('disk on fire')
          },
          end: (reason) => ends.push(reason),
        },
      }),
    })
    const peer = await publishing(end)
    peer.socket.write(frame)
    await until('it is closed', peer.closed)
    expect(ends).toMatchObject([{ kind: 'lost', reason: expect.stringContaining('disk on fire') }])
    expect((await publishing(end)).heard()).toContain('NetStream.Publish.Start')
  })
})

describe('RTMP server closes, with a reason,', () => {
  it.each([
    ['a peer that never shakes hands', Buffer.alloc(0), 'timeout', 'the handshake took longer'],
    ['a peer that shakes hands by half', HELLO.subarray(0, 2000), 'timeout', 'the handshake took longer'],
    ['a peer that never connects', HELLO, 'timeout', 'publishing took longer'],
    ['a peer that never publishes', Buffer.concat([HELLO, CONNECT]), 'timeout', 'publishing took longer'],
    ['a web browser', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'protocol', 'HTTP'],
    ['a TLS client', Buffer.from('160301020001', 'hex'), 'protocol', 'rtmp://'],
    ['a publish before connect', Buffer.concat([HELLO, PUBLISH]), 'protocol', 'before connect'],
    ['a second connect', Buffer.concat([HELLO, CONNECT, CONNECT]), 'protocol', 'twice'],
    ['a connect without an app', Buffer.concat([HELLO, command(0, 'connect', 1, {})]), 'app', 'application'],
    ['an empty key', Buffer.concat([HELLO, CONNECT, command(1, 'publish', 3, null, '')]), 'key', 'empty'],
    ['a player', Buffer.concat([HELLO, CONNECT, command(1, 'play', 3, null, 'key')]), 'protocol', 'play'],
    [
      'too much before the publish',
      Buffer.concat([
        HELLO,
        CONNECT,
        ...Array.from({ length: 400 }, () => Buffer.concat([frame, CONNECT.subarray(0, 0)])),
      ]),
      'protocol',
      'before a publish',
    ],
    [
      'a long message before the publish',
      Buffer.concat([HELLO, Buffer.from('06000000ffffff0901000000', 'hex')]),
      'protocol',
      'longer than',
    ],
    [
      'nonsense for AMF',
      Buffer.concat([HELLO, writeMessage(3, 20, 0, 0, Buffer.from('02000163ff'), 128)]),
      'protocol',
      'AMF0',
    ],
  ])('%s', async (_, bytes, code, reason) => {
    await using end = await collectingServer({
      limits: { handshakeMs: 150, publishMs: 150, bytesBeforePublish: 8000, lingerMs: 100 },
    })
    const peer = dial(end.server.port)
    if (bytes.length > 0) peer.socket.write(bytes)
    await until('it is refused', () => end.refusals.length === 1)
    expect(end.refusals).toMatchObject([
      { code, message: expect.stringContaining(reason), remote: expect.stringContaining('127.0.0.1') },
    ])
    await until('it is closed', () => peer.closed() && end.server.connections === 0)
    expect(end.ends).toEqual([])
  })

  it('a publisher that falls silent', async () => {
    await using end = await collectingServer({ limits: { idleMs: 200 } })
    const peer = await publishing(end)
    await until('it is closed', peer.closed)
    expect(end.ends).toEqual([{ kind: 'lost', reason: 'nothing arrived for 0.2 s' }])
  })

  it('a publisher whose message is too long', async () => {
    await using end = await collectingServer({ limits: { messageBytes: 100_000 } })
    const peer = await publishing(end)
    peer.socket.write(Buffer.from('06000000ffffff0901000000', 'hex'))
    await until('it is closed', peer.closed)
    expect(end.ends).toMatchObject([{ kind: 'lost', reason: expect.stringContaining('longer than') }])
  })

  it('a peer that asks and never reads the answers', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    peer.socket.pause()
    const pings = Buffer.concat(Array.from({ length: 2000 }, () => writeUserControl(UserControl.pingRequest, 1)))
    const writing = setInterval(() => peer.socket.writableLength < 1e6 && peer.socket.write(pings), 1)
    await until('the end is told', () => end.ends.length === 1)
    clearInterval(writing)
    expect(end.ends).toMatchObject([{ kind: 'lost', reason: expect.stringContaining('does not read') }])
    peer.socket.destroy()
  })

  it('whoever is one connection too many', async () => {
    await using end = await collectingServer({ limits: { connections: 2 } })
    const peers = [dial(end.server.port), dial(end.server.port)]
    await until('two are connected', () => end.server.connections === 2)
    const third = dial(end.server.port)
    await until('the third is refused', () => third.closed() && end.refusals.length === 1)
    expect(end.refusals).toMatchObject([{ code: 'limit' }])
    for (const { socket } of peers) socket.destroy()
  })

  it('whoever has too many connections at one address, and lets it in again when one of them has gone', async () => {
    await using end = await collectingServer({ limits: { connectionsPerAddress: 2 } })
    const peers = [dial(end.server.port), dial(end.server.port)]
    await until('two are connected', () => end.server.connections === 2)
    const third = dial(end.server.port)
    await until('the third is refused', () => third.closed() && end.refusals.length === 1)
    expect(end.refusals).toMatchObject([{ code: 'limit', message: expect.stringContaining('from its address') }])
    peers[0]?.socket.destroy()
    await until('there is room', () => end.server.connections === 1)
    const fourth = await publishing(end)
    expect(end.refusals).toHaveLength(1)
    for (const { socket } of [...peers, fourth]) socket.destroy()
  })
})

describe.runIf(needs('openssl'))('RTMPS server', () => {
  it('closes a peer that never finishes TLS, and one that speaks plain RTMP', async () => {
    const { cert, key } = makeCertificates()
    await using end = await collectingServer({ tls: { cert, key }, limits: { handshakeMs: 200 } })
    const silent = dial(end.server.port)
    await until('the silent one is closed', silent.closed)
    const plain = dial(end.server.port)
    plain.socket.write(HELLO)
    await until('the plain one is closed', plain.closed)
    expect(end.refusals).toMatchObject([{ code: 'protocol' }, { code: 'protocol' }])
  })

  it('times an RTMP handshake that stops after TLS', async () => {
    const { cert, key, ca } = makeCertificates()
    await using end = await collectingServer({ tls: { cert, key }, limits: { handshakeMs: 200, lingerMs: 50 } })
    const socket = connectTls({ port: end.server.port, host: '127.0.0.1', ca })
    socket.on('error', () => undefined)
    await until('it is refused', () => end.refusals.length === 1)
    expect(end.refusals).toMatchObject([{ code: 'timeout' }])
    socket.destroy()
  })

  it('says that certificate or key cannot be used', async () => {
    await expect(collectingServer({ tls: { cert: 'none', key: 'none' } })).rejects.toMatchObject({ code: 'tls' })
  })
})

describe('mutated bytes on real sockets', () => {
  it('close connections with a reason, and leave the server and its publishers as they were', async () => {
    await using end = await collectingServer({
      limits: { connections: 500, lingerMs: 20, handshakeMs: 300, publishMs: 300 },
    })
    const good = await publishing(end)
    const clean = Buffer.concat([HELLO, CONNECT, PUBLISH, frame, frame])
    for (let round = 0; round < 10; round++) {
      const peers = Array.from({ length: 30 }, (_, index) => {
        const bytes = Buffer.from(clean)
        for (let n = 0; n < 8; n++) {
          // From behind the handshake's random bytes on, always other ones.
          const at = 3073 + ((round * 7919 + index * 104_729 + n * 1_299_709) % (bytes.length - 3073))
          bytes[at] = (round * 31 + index * 17 + n * 13) & 0xff
        }
        const peer = dial(end.server.port)
        peer.socket.end(bytes)
        return peer
      })
      await until('all are closed', () => peers.every((peer) => peer.closed()))
    }
    const last = Buffer.from('1701000000000000026588', 'hex')
    good.socket.write(writeMessage(6, MessageType.video, 1, 0, last, 128))
    await until('the good one is still heard', () => end.packets.some(({ body }) => body.equals(last)))
    await until('only the good one is left', () => end.server.connections === 1)
    expect(end.refusals.length).toBeGreaterThan(20)
    expect(good.closed()).toBe(false)
    good.socket.destroy()
  })
})
