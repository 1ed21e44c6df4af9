import { connect } from 'node:net'
import { type AmfValue, encodeAmf0 } from '../../src/gateway/index.ts'
import { writeControl, writeMessage } from '../../src/gateway/rtmp/chunk-writer.ts'
import { MessageType } from '../../src/gateway/rtmp/protocol.ts'
import type { MutationOptions } from '../support/mutation.ts'

/**
 * How many inputs a test sends: as many as `HOSTILE_INPUTS` says, else so many that an ordinary run stays short. The parsers
 * behind the RTMP port take 20,000 more in `fuzz.test.ts`.
 */
export function inputs(ordinary: number): number {
  return Number(process.env['HOSTILE_INPUTS'] ?? ordinary)
}

const AT_ONCE = 24
/** What ten thousand inputs may leave behind. */
export const HELD_BYTES = 8 * 1024 * 1024

export const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const command = (streamId: number, ...values: AmfValue[]) =>
  writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128)
const media = (type: number, ms: number, text: string) => writeMessage(6, type, 1, ms, hex(text), 128)

/** Telling bytes: ends of ranges, chunk heads, chunk sizes, a message that promises 16 MB. */
export const PIECES = [
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
export function conversation(key: string): MutationOptions {
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
export function requests(token: string): MutationOptions {
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
export async function attack(port: number, count: number, input: (round: number) => Buffer): Promise<void> {
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
