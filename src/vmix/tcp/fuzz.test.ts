import { describe, expect, it } from 'vitest'
import { TcpFramingError } from './framing-error.ts'
import { TcpReplyReader } from './reply-reader.ts'
import { xmlReply } from './reply-text.ts'
import { TcpRequestReader } from './request-reader.ts'

/** 20,000 in the ordinary run; `FUZZ_ROUNDS=1000000 npx vitest run src/vmix/tcp/fuzz.test.ts` on demand. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 20_000)
const LIMITS = { maxLineBytes: 512, maxBodyBytes: 4096 }

const replies = Buffer.concat([
  Buffer.from('VERSION OK 29.0.0.49\r\nSUBSCRIBE OK ACTS Subscribed\r\nTALLY OK 0121\r\nFUNCTION OK Completed\r\n'),
  xmlReply('<vmix><version>29.0.0.49</version><inputs><input title="Küche 🎥"/></inputs></vmix>'),
  Buffer.from(
    'ACTS OK InputVolume 3 0.25\r\nXMLTEXT OK a title\r\nXMLTEXT 8\r\nA\r\nTwo\r\nPING OK PONG\r\nACTS ER No Input\r\n',
  ),
])
const requests = Buffer.from(
  'PING\r\nFUNCTION SetText Input=Titel&Value=K%C3%BCche\r\nXML\r\nSUBSCRIBE TALLY\r\nACTS Input 1\r\nXMLTEXT vmix/version\nQUIT\r\n',
)
const PIECES = [
  '\r\n',
  '\n',
  'XML 12\r\n',
  'XML 99999\r\n',
  'XML -1\r\n',
  'TALLY OK 9\r\n',
  '<',
  'x'.repeat(600),
  '\u0000',
  'é',
  ' OK ',
]

/** Small and repeatable (mulberry32): a failure names its round, and the same round fails again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function mutate(original: Buffer, random: () => number): Buffer {
  const pick = (below: number) => Math.floor(random() * below)
  let bytes = Buffer.from(original)
  for (let changes = pick(4); changes > 0; changes--) {
    const at = pick(bytes.length)
    const until = Math.min(bytes.length, at + pick(40))
    const kind = pick(5)
    if (kind === 0) bytes[at] = pick(256)
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)])
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)])
    else if (kind === 3) {
      const piece = Buffer.from(PIECES[pick(PIECES.length)] ?? '')
      bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
    } else bytes = bytes.subarray(0, Math.max(1, at))
  }
  return bytes
}

interface Outcome {
  readonly messages: string
  readonly refused: string | null
}

/** In pieces of random size; the outcome must be the same as in one piece, whatever the bytes. */
function feed(bytes: Buffer, size: () => number, make: (seen: unknown[]) => { push(piece: Buffer): void }): Outcome {
  const seen: unknown[] = []
  const reader = make(seen)
  let refused: string | null = null
  try {
    for (let at = 0; at < bytes.length; ) {
      const count = size()
      reader.push(Buffer.from(bytes.subarray(at, at + count)))
      at += count
    }
  } catch (error) {
    if (!(error instanceof TcpFramingError)) throw error
    refused = error.code
  }
  return { messages: JSON.stringify(seen), refused }
}

function fuzz(original: Buffer, make: (seen: unknown[]) => { push(piece: Buffer): void }): number {
  let refused = 0
  for (let round = 0; round < ROUNDS; round++) {
    const random = randomFrom(round)
    const bytes = mutate(original, random)
    const whole = feed(bytes, () => bytes.length, make)
    const cut = feed(bytes, () => 1 + Math.floor(random() * 50), make)
    if (cut.messages !== whole.messages || cut.refused !== whole.refused) {
      throw new Error(`round ${round}: cut into pieces it reads otherwise`)
    }
    if (whole.messages.length > 200 + bytes.length * 20) throw new Error(`round ${round}: more comes out than goes in`)
    if (whole.refused !== null) refused++
  }
  return refused
}

describe('mutated conversations', () => {
  it('from vMix: the same messages or the same refusal however they are cut, and never another error', () => {
    const refused = fuzz(replies, (seen) => {
      const reader = new TcpReplyReader((message) => seen.push(message), LIMITS)
      return {
        push(piece) {
          reader.push(piece)
          if (reader.pendingBytes > LIMITS.maxBodyBytes + piece.length) throw new Error('more waits than the limit')
        },
      }
    })
    // Both ways out must have been taken, else this tests nothing.
    expect(refused).toBeGreaterThan(ROUNDS / 50)
    expect(refused).toBeLessThan(ROUNDS / 2)
  })

  it('from a client', () => {
    const refused = fuzz(
      requests,
      (seen) => new TcpRequestReader((request) => seen.push(request), { maxLineBytes: LIMITS.maxLineBytes }),
    )
    expect(refused).toBeGreaterThan(ROUNDS / 100)
    expect(refused).toBeLessThan(ROUNDS / 2)
  })
})
