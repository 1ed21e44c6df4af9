import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  AmfError,
  audioCodecName,
  codedData,
  decodeAmf0,
  encodeAmf0,
  firstTrack,
  FlvError,
  parseAacConfigBody,
  parseAvcConfigBody,
  parseVideoConfigBody,
  readFlv,
  readFrameMark,
  readMetadata,
  videoCodecName,
} from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { ChunkReader } from './chunk-reader.ts'
import { writeControl, writeMessage } from './chunk-writer.ts'
import { readCommand } from './command.ts'
import { RtmpError } from './errors.ts'
import { packetMessages } from './packet-message.ts'
import { MessageType, OUR_CHUNK_SIZE } from './protocol.ts'
import { PublishedStream } from './published-stream.ts'

/** Mulberry32: the same mutations at every run, so that a failure can be found again by its seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Bits flipped, bytes replaced by telling ones, runs cut out, doubled, or the end cut off. */
function mutate(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original)
  for (let n = 1 + Math.floor(random() * 6); n > 0 && bytes.length > 0; n--) {
    const at = Math.floor(random() * bytes.length)
    const length = Math.floor(random() * Math.min(64, bytes.length - at))
    const kind = Math.floor(random() * 5)
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    else if (kind === 1) bytes[at] = [0, 0xff, 0x7f, 0x80][Math.floor(random() * 4)] ?? 0
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    else bytes = bytes.subarray(0, at)
  }
  return bytes
}

const file = readFileSync(new URL('../../../assets/clip.flv', import.meta.url))
const packets = readFlv(file).packets
const some: MediaPacket[] = packets.slice(0, 12)
const command = encodeAmf0('connect', 1, {
  app: 'live',
  tcUrl: 'rtmp://host/live',
  capabilities: 239,
  list: [1, 'a', null, { b: true }],
})
const publish = Buffer.concat([
  writeMessage(3, MessageType.commandAmf0, 0, 0, command, 128),
  writeControl(MessageType.setChunkSize, OUR_CHUNK_SIZE),
  ...some.map((packet) => packetMessages([packet], 1)),
])
const start = file.subarray(0, 20_000)
const configs = packets.filter(({ role }) => role === 'config').map(({ body }) => body)
/** Heads and headers of enhanced RTMP, tracks and modifiers among them. */
const enhanced = [
  '90687663310101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c959409a10001002a42010101600000030090000003000003003ca00a880c1c4446595952930bc05a02000007d20000ea6010a2000100064401c073c189',
  '906176303181000c000a0b000000043d06c402f80040',
  '9168766331000042000000022601',
  '97000006116176303100000002aabb01000001cc',
].map((hex) => Buffer.from(hex, 'hex'))
/** 1 in the ordinary run; `HOSTILE_INPUTS=1000000` makes it fifty times as much. */
const TIMES = Number(process.env['HOSTILE_INPUTS'] ?? 20_000) / 20_000
const LIMITS = { chunkStreams: 64, messageBytes: 1 << 20, pendingBytes: 3 << 19 }

/** Runs `take` on mutated input; only errors of `known` kinds may come out. How many inputs were refused. */
function fuzz(
  original: readonly Buffer[],
  runs: number,
  known: readonly (new (...args: never[]) => Error)[],
  take: (bytes: Buffer, random: () => number) => void,
): number {
  let refused = 0
  for (let seed = 0; seed < runs * TIMES; seed++) {
    const random = randomOf(seed)
    const bytes = mutate(original[seed % original.length] ?? Buffer.alloc(0), random)
    try {
      take(bytes, random)
    } catch (error) {
      if (!known.some((kind) => error instanceof kind)) throw new Error(`seed ${seed}`, { cause: error })
      refused++
    }
  }
  return refused
}

describe('20,000 mutated inputs: no crash, bounded memory, and an error that says why', {
  timeout: 15_000 * Math.max(1, TIMES),
}, () => {
  it('chunks, commands and media of a publish', () => {
    const refused = fuzz([publish], 6000, [RtmpError, AmfError], (bytes, random) => {
      let seen = 0
      const stream = new PublishedStream((packet) => {
        seen++
        if (packet.kind === 'data') readMetadata(packet.body)
        if (packet.role === 'config') parseVideoConfigBody(packet.body)
        expect(codedData(packet.kind, packet.body).length).toBeLessThanOrEqual(packet.body.length)
        readFrameMark(packet.body)
      })
      const reader = new ChunkReader(LIMITS, (type, _streamId, timestampMs, body) => {
        if (type === MessageType.commandAmf0 || type === MessageType.commandAmf3) readCommand(type, body)
        else stream.message(type, timestampMs, body, 0)
      })
      for (let at = 0; at < bytes.length; ) {
        const count = 1 + Math.floor(random() * 4000)
        reader.push(bytes.subarray(at, at + count))
        expect(reader.pendingBytes).toBeLessThanOrEqual(LIMITS.pendingBytes)
        at += count
      }
      // Each packet costs at least a header's byte.
      expect(seen).toBeLessThanOrEqual(bytes.length)
    })
    expect(refused).toBeGreaterThan(1000)
  })

  it('AMF0 values', () => {
    const refused = fuzz([command], 6000, [AmfError], (bytes) => {
      expect(JSON.stringify(decodeAmf0(bytes)).length).toBeLessThanOrEqual(2 + bytes.length * 40)
    })
    expect(refused).toBeGreaterThan(1000)
  })

  it('FLV files', () => {
    const refused = fuzz([start], 4000, [FlvError], (bytes) => {
      const { packets, trailingBytes } = readFlv(bytes)
      expect(packets.reduce((sum, { body }) => sum + body.length, trailingBytes)).toBeLessThanOrEqual(bytes.length)
    })
    expect(refused).toBeGreaterThan(1000)
  })

  it('codec headers, metadata and frames', () => {
    const refused = fuzz([...configs, ...enhanced, ...some.map(({ body }) => body)], 4000, [], (bytes) => {
      expect(parseAvcConfigBody(bytes)?.width).not.toBe(0)
      const video = parseVideoConfigBody(bytes)
      expect(videoCodecName(bytes) ?? '').toMatch(/^[\x20-\x7e]*$/)
      expect(audioCodecName(bytes) ?? '').toMatch(/^[\x20-\x7e\u00b5]*$/)
      expect(firstTrack('video', bytes)?.length ?? 0).toBeLessThanOrEqual(bytes.length)
      expect(video === null || video.width * video.height > 0).toBe(true)
      parseAacConfigBody(bytes)
      readMetadata(bytes)
      readFrameMark(bytes)
    })
    expect(refused).toBe(0)
  })
})
