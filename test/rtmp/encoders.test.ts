import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { type AmfValue, encodeAmf0, publishRtmp } from '../../src/gateway/index.ts'
import { ChunkReader } from '../../src/gateway/rtmp/chunk-reader.ts'
import { writeControl, writeMessage, writePeerBandwidth } from '../../src/gateway/rtmp/chunk-writer.ts'
import { readCommand } from '../../src/gateway/rtmp/command.ts'
import { MessageType, WINDOW_ACK_SIZE } from '../../src/gateway/rtmp/protocol.ts'
import { Secret } from '../../src/secrets/index.ts'
import { collectingServer, type CollectingServer } from '../support/collecting-sink.ts'
import { until } from '../support/receiver.ts'
import { answersUpTo, scriptedServer } from './scripted-server.ts'

const HANDSHAKE_BYTES = 1 + 2 * 1536
const HELLO = Buffer.concat([Buffer.of(3), Buffer.alloc(HANDSHAKE_BYTES - 1)])
const command = (streamId: number, ...values: AmfValue[]) =>
  writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128)
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

interface Heard {
  readonly type: number
  readonly name: string | null
  readonly number: number
  readonly values: readonly unknown[]
}

/** An encoder by hand: what it says is what a test gives it, what it hears is read. */
async function encoder(
  end: CollectingServer,
): Promise<{ readonly socket: Socket; readonly heard: Heard[]; closed(): boolean; says(...bytes: Buffer[]): void }> {
  const socket = connect(end.server.port, '127.0.0.1')
  const heard: Heard[] = []
  let closed = false
  let skip = HANDSHAKE_BYTES
  const reader = new ChunkReader(
    { chunkStreams: 8, messageBytes: 65_536, pendingBytes: 65_536 },
    (type, _, __, body) => {
      const isCommand = type === MessageType.commandAmf0
      const read = isCommand ? readCommand(type, body) : null
      const values = [read?.argument(-1), read?.argument(0)]
      heard.push({ type, name: read?.name ?? null, number: isCommand ? 0 : body.readUInt32BE(0), values })
    },
  )
  socket.on('data', (data) => {
    const skipped = Math.min(skip, data.length)
    skip -= skipped
    if (data.length > skipped) reader.push(data.subarray(skipped))
  })
  socket.on('close', () => (closed = true))
  socket.on('error', () => undefined)
  socket.write(HELLO)
  const says = (...bytes: Buffer[]) => void socket.write(Buffer.concat(bytes))
  return { socket, heard, closed: () => closed, says }
}

const CONNECT = command(0, 'connect', 1, { app: 'live', flashVer: 'FMLE/3.0' })
const PUBLISH = command(1, 'publish', 5, null, 'key', 'live')

async function publishing(end: CollectingServer) {
  const peer = await encoder(end)
  peer.says(CONNECT, command(0, 'createStream', 4, null), PUBLISH)
  await until('it publishes', () => peer.heard.some(({ name }) => name === 'onStatus'))
  return peer
}

const names = (heard: readonly Heard[]) => heard.flatMap(({ name }) => (name === null ? [] : [name]))

describe('an encoder of the FMLE family', () => {
  it('gets the answers that it waits for, before its publish and at its goodbye', async () => {
    await using end = await collectingServer()
    const peer = await encoder(end)
    peer.says(CONNECT, command(0, 'releaseStream', 2, null, 'key'), command(0, 'FCPublish', 3, null, 'key'))
    await until('FCPublish is answered', () => names(peer.heard).includes('onFCPublish'))
    peer.says(command(0, 'createStream', 4, null))
    await until('a stream is made', () => names(peer.heard).filter((name) => name === '_result').length === 4)
    peer.says(PUBLISH)
    await until('it publishes', () => names(peer.heard).includes('onStatus'))
    peer.says(command(0, 'FCUnpublish', 6, null, 'key'), command(0, 'deleteStream', 7, null, 1))
    await until('the goodbye is answered', () => names(peer.heard).includes('onFCUnpublish'))
    expect(end.ends).toMatchObject([{ kind: 'ended' }])
    expect(JSON.stringify(peer.heard)).not.toContain('"key"')
    peer.socket.destroy()
  })

  it('may delete or close a stream that it does not publish on', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    peer.says(command(0, 'deleteStream', 7, null, 2), command(2, 'closeStream', 8, null))
    peer.says(writeMessage(6, MessageType.video, 1, 0, hex('1701000000 00000001 65'), 128))
    await until('its picture is here', () => end.packets.length === 1)
    expect(end.ends).toEqual([])
    peer.says(command(0, 'deleteStream', 9, null, 1))
    await until('the end is told', () => end.ends.length === 1)
    expect(end.ends).toMatchObject([{ kind: 'ended' }])
    peer.socket.destroy()
  })

  it('may send its media on the stream of the connection, as the push relay of node-media-server 4.4 does, and on no other', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const key = (streamId: number, dtsMs: number) =>
      writeMessage(6, MessageType.video, streamId, dtsMs, hex('1701000000 00000001 65'), 128)
    peer.says(key(0, 10), key(2, 20), key(1, 30))
    await until('they are here', () => end.packets.length === 2)
    expect(end.packets.map(({ dtsMs }) => dtsMs)).toEqual([10, 30])
    peer.socket.destroy()
  })

  it('is told what the server takes of enhanced RTMP', async () => {
    await using end = await collectingServer()
    const peer = await encoder(end)
    peer.says(command(0, 'connect', 1, { app: 'live', fourCcList: ['av01', 'hvc1'], capsEx: 7 }))
    await until('it is connected', () => names(peer.heard).includes('_result'))
    const takes = { fourCcList: ['*'], videoFourCcInfoMap: { '*': 4 }, audioFourCcInfoMap: { '*': 4 }, capsEx: 0 }
    expect(peer.heard.find(({ name }) => name === '_result')?.values).toMatchObject([takes, takes])
    peer.socket.destroy()
  })

  it.each([
    ['adobe', 'live?authmod=adobe&user=SOMEBODY&challenge=abc&response=SECRET&opaque=x', ''],
    ['llnw', 'live', 'rtmp://127.0.0.1/live?authmod=llnw&user=SOMEBODY&nonce=1&response=SECRET'],
  ])('that wants to prove a password (%s) hears that there is none', async (scheme, app, tcUrl) => {
    await using end = await collectingServer({ acceptApp: (name) => name === 'live' })
    const peer = await encoder(end)
    peer.says(command(0, 'connect', 1, { app, tcUrl }))
    await until('it is refused', () => end.refusals.length === 1)
    await until('it is closed', peer.closed)
    expect(names(peer.heard)).toEqual(['_error'])
    const said = { code: 'NetConnection.Connect.Rejected', description: expect.stringContaining(`authmod=${scheme}`) }
    expect(peer.heard.find(({ name }) => name === '_error')?.values[1]).toMatchObject(said)
    expect(end.refusals).toMatchObject([{ code: 'auth', message: expect.stringContaining('stream key is the secret') }])
    expect(JSON.stringify([end.refusals, peer.heard])).not.toMatch(/SOMEBODY|SECRET/)
  })
})

describe('acknowledgements', () => {
  it('come in time for an encoder that stops at the window it was given, and never says how often it wants them', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const told = peer.heard.filter(({ type }) => type === MessageType.setPeerBandwidth)
    expect(told.map(({ number }) => number)).toEqual([WINDOW_ACK_SIZE])
    const acknowledged = () => peer.heard.findLast(({ type }) => type === MessageType.acknowledgement)?.number ?? 0
    const message = writeMessage(
      6,
      MessageType.video,
      1,
      0,
      Buffer.concat([hex('1701000000'), Buffer.alloc(200_000)]),
      128,
    )
    let sent = HANDSHAKE_BYTES
    for (let frames = 0; frames < 40; frames++) {
      await until('there is room in the window', () => sent + message.length - acknowledged() <= WINDOW_ACK_SIZE)
      peer.says(message)
      sent += message.length
    }
    await until('all is here', () => end.packets.length === 40)
    expect(sent).toBeGreaterThan(3 * WINDOW_ACK_SIZE)
    peer.socket.destroy()
  })

  it('answer a bandwidth limit with the window, once', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    peer.says(writePeerBandwidth(50_000), writePeerBandwidth(50_000), writePeerBandwidth(60_000))
    const windows = () => peer.heard.flatMap(({ type, number }) => (type === MessageType.windowAckSize ? [number] : []))
    await until('both are answered', () => windows().length === 3)
    expect(windows()).toEqual([WINDOW_ACK_SIZE, 50_000, 60_000])
    peer.socket.destroy()
  })
})

describe('chunks as encoders write them', () => {
  const picture = (bytes: number) =>
    Buffer.concat([hex('1701000000'), Buffer.from(Array.from({ length: bytes - 5 }, (_, at) => (at * 7) & 0xff))])

  it('take another chunk size in the middle of a message', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const body = picture(1000)
    peer.says(
      hex('06 000000 0003e8 09 01000000'),
      body.subarray(0, 128),
      writeControl(MessageType.setChunkSize, 300),
      Buffer.concat([hex('c6'), body.subarray(128, 428)]),
      Buffer.concat([hex('c6'), body.subarray(428, 728)]),
      writeControl(MessageType.setChunkSize, 100),
      ...[728, 828, 928].flatMap((at) => [hex('c6'), body.subarray(at, Math.min(at + 100, 1000))]),
    )
    await until('it is here', () => end.packets.length === 1)
    expect(end.packets[0]?.body.equals(body)).toBe(true)
    peer.socket.destroy()
  })

  it('have an extended time with and without its repetition, and a short last chunk is not waited for', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const body = picture(130)
    const head = (ms: string) => hex(`06 ffffff 000082 09 01000000 ${ms}`)
    peer.says(head('01000000'), body.subarray(0, 128), hex('c6 01000000'), body.subarray(128))
    await until('the one that repeats is here', () => end.packets.length === 1)
    peer.says(head('01000021'), body.subarray(0, 128), hex('c6'), body.subarray(128))
    peer.says(head('01000042'), body.subarray(0, 128), hex('c6'), body.subarray(128))
    // Two bytes are all that the last chunk has, and nothing follows.
    await until('all are here', () => end.packets.length === 3)
    expect(end.packets.map(({ dtsMs }) => dtsMs)).toEqual([0x0100_0000, 0x0100_0021, 0x0100_0042])
    expect(end.packets.every((packet) => packet.body.equals(body))).toBe(true)
    peer.socket.destroy()
  })

  it('go on over 2^32 ms, by absolute times and by steps', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const at = (ms: number) => writeMessage(6, MessageType.video, 1, ms, picture(300), 128)
    peer.says(at(2 ** 32 - 50), at(2 ** 32 - 10), at(2 ** 32 + 30))
    // Another message of the same length and type, 40 ms on; then one of which nothing is said but that it comes.
    const body = picture(300)
    const chunks = [body.subarray(0, 128), hex('c6'), body.subarray(128, 256), hex('c6'), body.subarray(256)]
    peer.says(hex('86 000028'), ...chunks, hex('c6'), ...chunks)
    await until('all are here', () => end.packets.length === 5)
    expect(end.packets.map(({ dtsMs }) => dtsMs)).toEqual([-50, -10, 30, 70, 110].map((ms) => 2 ** 32 + ms))
    peer.socket.destroy()
  })

  it('carry aggregates of sound and picture', async () => {
    await using end = await collectingServer()
    const peer = await publishing(end)
    const tag = (type: number, ms: number, body: Buffer) => {
      const head = Buffer.alloc(11)
      head[0] = type
      head.writeUIntBE(body.length, 1, 3)
      head.writeUIntBE(ms & 0xff_ffff, 4, 3)
      head[7] = ms >>> 24
      const size = Buffer.alloc(4)
      size.writeUInt32BE(11 + body.length)
      return Buffer.concat([head, body, size])
    }
    const tags = [tag(9, 500, picture(400)), tag(8, 510, hex('af0121')), tag(9, 540, hex('2701000000 00000001 41'))]
    peer.says(writeMessage(6, MessageType.aggregate, 1, 1000, Buffer.concat(tags), 128))
    await until('all three are here', () => end.packets.length === 3)
    expect(end.packets.map(({ role, dtsMs }) => [role, dtsMs])).toEqual([
      ['key', 1000],
      ['audio', 1010],
      ['delta', 1040],
    ])
    peer.socket.destroy()
  })

  it('carry the first of several tracks, and the others are left out and told of once', async () => {
    let told = 0
    const roles: string[] = []
    await using end = await collectingServer({
      authorise: () => ({
        accept: {
          packet: (packet) => roles.push(packet.body.toString('hex')),
          furtherTracks: () => (told += 1),
          end: () => undefined,
        },
      }),
    })
    const peer = await publishing(end)
    const video = (text: string) => writeMessage(6, MessageType.video, 1, 0, hex(text), 128)
    peer.says(
      video('91 68766331 000000 aa'),
      video('96 01 68766331 01 000000 bb'),
      video('96 01 68766331 01 000000 cc'),
    )
    peer.says(video('96 01 68766331 00 000000 dd'))
    await until('the first track is here', () => roles.length === 2)
    expect(roles).toEqual(['9168766331000000aa', '9168766331000000dd'])
    expect(told).toBe(1)
    peer.socket.destroy()
  })
})

describe('as a publisher', () => {
  const options = (port: number) => ({
    url: `rtmp://127.0.0.1:${port}/live`,
    key: new Secret('key'),
    signal: AbortSignal.timeout(5000),
    clock: systemClock,
  })

  it.each(['adobe', 'llnw'])(
    'a server that asks for a password (%s) is told apart from a wrong key',
    async (scheme) => {
      const description = `[ AccessManager.Reject ] : [ code=403 need auth; authmod=${scheme} ] : `
      await using server = await scriptedServer({
        onCommand: ({ name, transaction }, { reply }) => {
          if (name === 'connect')
            reply(0, '_error', transaction, null, {
              level: 'error',
              code: 'NetConnection.Connect.Rejected',
              description,
            })
        },
      })
      await expect(publishRtmp(options(server.port))).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringContaining(`user name and password (authmod=${scheme})`),
      })
    },
  )

  it('says what it may send, and keeps to the window that it is given', async () => {
    const connects: unknown[] = []
    const windows: number[] = []
    const all = answersUpTo('all')
    await using server = await scriptedServer({
      onCommand: (said, conversation) => {
        if (said.name === 'connect') {
          connects.push(said.argument(-1))
          conversation.socket.write(writePeerBandwidth(70_000))
        }
        all(said, conversation)
      },
      onMessage: (type, body) => {
        if (type === MessageType.windowAckSize) windows.push(body.readUInt32BE(0))
      },
    })
    await using _publication = await publishRtmp(options(server.port))
    await until('the window is told', () => windows.length === 1)
    expect(windows).toEqual([70_000])
    expect(connects).toMatchObject([{ app: 'live', fourCcList: ['av01', 'hvc1', 'vp09'] }])
  })
})
