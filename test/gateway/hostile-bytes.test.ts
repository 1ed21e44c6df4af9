import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  type AmfValue,
  encodeAmf0,
  findGateway,
  gatewayFolder,
  readToken,
  runGatewayProcess,
} from '../../src/gateway/index.ts'
import { writeControl, writeMessage } from '../../src/gateway/rtmp/chunk-writer.ts'
import { MessageType } from '../../src/gateway/rtmp/protocol.ts'
import { mutated, type MutationOptions, randomFrom } from '../support/mutation.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { heldBytes } from '../support/waiting.ts'
import { outputOf, srtSpec } from './srt-support.ts'
import { addOutput, gateway, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

/** Inputs on real sockets, of all kinds together; the parsers behind them take 20,000 more in `fuzz.test.ts`. */
const INPUTS = Number(process.env['HOSTILE_INPUTS'] ?? 1500)
const AT_ONCE = 24
/** What ten thousand inputs may leave behind. */
const HELD_BYTES = 8 * 1024 * 1024

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const command = (streamId: number, ...values: AmfValue[]) =>
  writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128)
const media = (type: number, ms: number, text: string) => writeMessage(6, type, 1, ms, hex(text), 128)

/** Telling bytes: ends of ranges, chunk heads, chunk sizes, a message that promises 16 MB. */
const PIECES = [
  hex('00'),
  hex('ff'),
  hex('7fffffff'),
  hex('ffffffff'),
  hex('c6'),
  hex('06ffffff00010009010000007fffffff'),
  hex('06000000ffffff0901000000'),
  writeControl(MessageType.setChunkSize, 1),
  writeControl(MessageType.setChunkSize, 0x7fff_ffff),
  writeControl(MessageType.windowAckSize, 0),
  writeControl(MessageType.abort, 6),
]

/** An encoder's whole conversation, in parts: what it says, then media of every kind. */
function conversation(key: string): MutationOptions {
  const hello = [Buffer.of(3), Buffer.alloc(1536), Buffer.alloc(1536)]
  const start = [
    command(0, 'connect', 1, { app: 'live', flashVer: 'FMLE/3.0', tcUrl: 'rtmp://x/live', fourCcList: ['av01'] }),
    command(0, 'releaseStream', 2, null, key),
    command(0, 'FCPublish', 3, null, key),
    command(0, 'createStream', 4, null),
    command(1, 'publish', 5, null, key, 'live'),
  ]
  const frames = [
    writeMessage(
      5,
      MessageType.dataAmf0,
      1,
      0,
      encodeAmf0('@setDataFrame', 'onMetaData', { width: 320, framerate: 30 }),
      128,
    ),
    media(MessageType.video, 0, '1700000000014d401effe1000b674d401e965602c12d808001000468ce3c80'),
    media(MessageType.audio, 0, 'af001190'),
    media(MessageType.video, 0, '1701000000 00000002 6588'),
    media(MessageType.audio, 5, 'af0121'),
    media(MessageType.video, 0x0100_0000, '2701000000 00000002 4188'),
    media(MessageType.video, 50, `90 68766331 ${'01'.repeat(40)}`),
    media(MessageType.video, 60, '91 68766331 000000 00000002 2601'),
    media(MessageType.video, 70, '90 61763031 81000c000a0b000000043d06c402f80040'),
    media(MessageType.video, 80, '97 00 00 06 11 61763031 00 000002 aabb 01 000001 cc'),
    media(MessageType.aggregate, 90, '09000006000000000000000017010000006500000011'),
    command(0, 'FCUnpublish', 6, null, key),
    command(0, 'deleteStream', 7, null, 1),
  ]
  return {
    seeds: [
      [...hello, ...start, ...frames],
      [...hello, ...frames, ...start],
    ],
    pieces: PIECES,
    values: start,
    replaceable: () => true,
  }
}

/** What control says, cut where a line, a name or a value ends. */
function requests(token: string): MutationOptions {
  const line = (text: string) => Buffer.from(`${text}\r\n`)
  const body = JSON.stringify({
    version: 1,
    kind: 'output.remove',
    operationId: 'x',
    instance: 'nobody',
    actor: 'x',
    channel: 0,
    deadline: '2099-01-01T00:00:00Z',
    epoch: null,
    params: { outputId: 'x' },
  })
  const head = [line('Host: 127.0.0.1'), line(`Authorization: Bearer ${token}`), line('Content-Type: application/json')]
  const values = body.split(/(?<=[:,{}])/).map((text) => Buffer.from(text))
  const post = [
    line('POST /control/v1/commands HTTP/1.1'),
    ...head,
    line(`Content-Length: ${body.length}`),
    line(''),
    ...values,
  ]
  const get = [line('GET /control/v1/status HTTP/1.1'), ...head, line('Connection: close'), line('')]
  const upgrade = [
    line('GET /preview/x/0 HTTP/1.1'),
    ...head,
    line('Upgrade: websocket'),
    line('Connection: Upgrade'),
    line('Sec-WebSocket-Version: 13'),
    line('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='),
    line(''),
  ]
  const pieces = [
    '{',
    '[',
    '"',
    '\\u0000',
    'null',
    '-1',
    '1e999',
    '\r\n',
    '\r\n\r\n',
    'A'.repeat(20_000),
    '../',
    '%00',
  ].map((text) => Buffer.from(text))
  return { seeds: [post, get, upgrade], pieces, values: pieces, replaceable: () => true }
}

/** Sends each input on a connection of its own, and waits until the other side has hung up or been hung up on. */
async function attack(port: number, count: number, input: (round: number) => Buffer): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < count) {
      const bytes = input(next++)
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1')
        socket.setTimeout(2000, () => socket.destroy())
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
        socket.resume()
        socket.end(bytes)
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

describe('hostile bytes', () => {
  it('on the RTMP port and the control port cost a show not a frame, and leave nothing behind', {
    timeout: 60_000 + INPUTS * 100,
  }, async () => {
    await using folder = await temporaryFolder()
    const over = new AbortController()
    const running = await runGatewayProcess(
      {
        dataFolder: folder.path,
        rtmpListen: '127.0.0.1:0',
        controlListen: '127.0.0.1:0',
        onSecondPublisher: 'take_over',
      },
      over.signal,
    )
    try {
      const control = await findGateway({ dataFolder: folder.path, clock: systemClock })
      if (control === null) throw new Error('no gateway')
      await using far = await receiver()
      await using hostile = await receiver()
      const show = await openFeed(control, 0)
      // Everybody who attacks has this one's key: what they send is parsed, recorded and sent on.
      const attacked = await openFeed(control, 1)
      await addOutput(control, rtmpSpec('far', far.port), 0)
      await addOutput(control, rtmpSpec('hostile', hostile.port), 1)
      for (const format of ['MP4', 'MKV'] as const) {
        const path = join(folder.path, `hostile.${format}`)
        await addOutput(control, { kind: 'file', outputId: format, name: format, path, format }, 1)
      }
      await using sender = publish(show)
      await until('the show is on', () => far.framesReceived > 10)

      const media = conversation(attacked.key.reveal())
      const asked = requests((await readToken(gatewayFolder(folder.path)))?.reveal() ?? '')
      const rtmpPort = Number(running.info.rtmp.split(':').at(-1))
      const controlPort = Number(new URL(running.info.url).port)
      const round = async (from: number, count: number) => {
        await attack(rtmpPort, Math.ceil(count * 0.6), (at) => mutated(media, randomFrom(from + at)))
        await attack(controlPort, Math.floor(count * 0.4), (at) => mutated(asked, randomFrom(from + at)))
      }
      // What is made once is made in the first round.
      await round(0, Math.min(300, INPUTS))
      const before = await heldBytes()
      await round(1_000_000, INPUTS)
      await until('all have left', () => hostile.publishers <= 1)
      const held = (await heldBytes()) - before

      await sender.stop()
      await until('the whole show is there', () => far.framesReceived === sender.framesSent)
      expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
      const { feeds } = await control.status()
      expect(feeds.map((feed) => feed.outputs.length)).toEqual([1, 3])
      expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
      console.log(`hostile bytes: ${INPUTS} inputs, ${Math.round(held / 1024)} KiB held after them`)
    } finally {
      over.abort()
      await running.done
    }
  })
})

describe.runIf(needs('srt-live-transmit'))('hostile datagrams', () => {
  it('on an SRT listener leave it waiting, and a caller is let in after them', { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    const port = await freeUdpPort()
    await addOutput(control, srtSpec(port, { mode: 'listener' }))
    await eventually(
      () => outputOf(control),
      (output) => output.code === 'nobody_called',
      20_000,
    )
    // A caller's first handshake (induction), as libsrt sends it; then all that can be made of it.
    const induction = [
      '8000000000000000',
      '0000000000000000',
      '0000000400000002',
      '1d7b8ae4000005dc',
      '0000200000000001',
      '3a1b2c3d00000000',
      '0100007f00000000',
      '0000000000000000',
    ]
    const seeds = [induction.map((text) => hex(text)), [hex('00000000'.repeat(4)), Buffer.alloc(1316, 0x47)]]
    const options: MutationOptions = { seeds, pieces: PIECES, values: PIECES, replaceable: () => true }
    const socket = createSocket('udp4')
    const count = Math.min(INPUTS, 20_000)
    for (let at = 0; at < count; at++) {
      await new Promise((resolve) =>
        socket.send(mutated(options, randomFrom(at)).subarray(0, 1456), port, '127.0.0.1', resolve),
      )
    }
    socket.close()
    expect(await outputOf(control)).toMatchObject({ state: 'waiting', code: 'nobody_called' })
    await using caller = srtLiveTransmit('127.0.0.1', port, 'mode=caller')
    await using _sender = publish(feed)
    await eventually(
      () => caller.numbers().length,
      (numbers) => numbers > 30,
      20_000,
    )
    expect(await outputOf(control)).toMatchObject({ state: 'live' })
  })
})
