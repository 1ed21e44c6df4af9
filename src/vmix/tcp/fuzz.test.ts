import { describe, expect, it } from 'vitest'
import { mutated, partsOf, randomFrom } from '../../../test/support/mutation.ts'
import { TcpFramingError } from './framing-error.ts'
import type { VMixTcpMessage } from './message.ts'
import { TcpReplyReader } from './reply-reader.ts'
import { tallyReply, xmlReply } from './reply-text.ts'
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
  '\r',
  'XML 12\r\n',
  'XML 99999\r\n',
  'XML 0\r\n',
  'XML -1\r\n',
  'XML 1e3\r\n',
  'XML ER no\r\n',
  'XMLTEXT 3\r\n',
  'XMLTEXT OK\r\n',
  'TALLY OK 9\r\n',
  'TALLY OK \r\n',
  'ACTS OK Input 1 1\r\n',
  'ACTS OK\r\n',
  'ACTS OK A 1 1 1 -1E+9\r\n',
  'VERSION OK \r\n',
  'PING OK PONG',
  'FUNCTION OK Completed\r\n',
  'X'.repeat(33),
  '<',
  '>',
  'x'.repeat(600),
  '\u0000',
  '\uFEFF',
  'é',
  '🎥',
  ' OK ',
].map((piece) => Buffer.from(piece))
/** In place of a number: lengths and values that are a little or far off. */
const NUMBERS = [
  '0',
  '1',
  '2',
  '80',
  '84',
  '85',
  '86',
  '4096',
  '4097',
  '99999999999999999999',
  '-1',
  '1.5',
  '٣',
  '',
].map((value) => Buffer.from(value))
const LINES = /[^\n]*\n/g
const WORDS = /\d+|[A-Z]+|\r\n/g
const isNumber = (part: Buffer) => /^\d+$/.test(part.toString('latin1'))
const optionsFor = (original: Buffer) => ({
  seeds: [LINES, WORDS].map((part) => partsOf(original, part)),
  pieces: PIECES,
  values: NUMBERS,
  replaceable: isNumber,
})

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
  const options = optionsFor(original)
  for (let round = 0; round < ROUNDS; round++) {
    const random = randomFrom(round)
    const bytes = mutated(options, random)
    const whole = feed(bytes, () => bytes.length, make)
    const cut = feed(bytes, () => 1 + Math.floor(random() * 50), make)
    if (cut.messages !== whole.messages || cut.refused !== whole.refused) {
      throw new Error(
        `round ${round}: cut into pieces it reads otherwise: ${JSON.stringify({ text: bytes.toString('latin1'), whole, cut })}`,
      )
    }
    if (whole.messages.length > 200 + bytes.length * 20) throw new Error(`round ${round}: more comes out than goes in`)
    if (whole.refused !== null) refused++
  }
  return refused
}

describe('mutated conversations', { timeout: 120_000 + 2 * ROUNDS }, () => {
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

/** One message as vMix sends it, and what is to be read of it. */
function message(random: () => number): {
  readonly bytes: Buffer
  readonly read: VMixTcpMessage
  readonly event: boolean
} {
  const pick = (below: number) => Math.floor(random() * below)
  const text = Array.from({ length: pick(30) }, () => TEXT[pick(TEXT.length)] ?? '').join('')
  const line = text.replaceAll(/[\r\n]/g, '')
  switch (pick(6)) {
    case 0: {
      const xml = `${pick(4) === 0 ? '\uFEFF' : ''}<vmix>${text}</vmix>`
      return { bytes: xmlReply(xml), read: { kind: 'xml', xml }, event: false }
    }
    case 1: {
      const inputs = Array.from({ length: pick(20) }, () => (['off', 'program', 'preview'] as const)[pick(3)] ?? 'off')
      return { bytes: Buffer.from(tallyReply(inputs)), read: { kind: 'tally', inputs }, event: true }
    }
    case 2: {
      const [input, value] = [pick(1000), pick(3)]
      const bytes = Buffer.from(`ACTS OK InputVolume ${input} ${value}\r\n`)
      return { bytes, read: { kind: 'activator', name: 'InputVolume', input, value }, event: true }
    }
    case 3: {
      const bytes = Buffer.from(`XMLTEXT OK ${line}\r\n`)
      return { bytes, read: { kind: 'reply', command: 'XMLTEXT', ok: true, text: line.trimEnd() }, event: false }
    }
    case 4: {
      const bytes = Buffer.from(`XMLTEXT ${Buffer.byteLength(text) + 2}\r\n${text}\r\n`)
      return { bytes, read: { kind: 'reply', command: 'XMLTEXT', ok: true, text }, event: false }
    }
    default:
      return {
        bytes: Buffer.from('FUNCTION ER No input\r\n'),
        read: { kind: 'reply', command: 'FUNCTION', ok: false, text: 'No input' },
        event: false,
      }
  }
}

/** What texts are made of: whatever could be taken for the protocol itself. */
const TEXT = ['a', 'é', '🎥', ' ', '\r\n', '\n', '\r', '<b/>', 'XML 5', 'TALLY OK 1', '&amp;', '>']

describe('conversations that are as they should be', { timeout: 120_000 + 2 * ROUNDS }, () => {
  it('are read exactly, whatever their texts hold and wherever they are cut, events before a document’s body included', () => {
    const otherwise: string[] = []
    for (let round = 0; round < ROUNDS / 4 && otherwise.length < 3; round++) {
      const random = randomFrom(round)
      const sent: Buffer[] = []
      const expected: VMixTcpMessage[] = []
      for (let count = 1 + Math.floor(random() * 6); count > 0; count--) {
        const { bytes, read } = message(random)
        const between = message(random)
        if (read.kind === 'xml' && between.event) {
          const body = bytes.indexOf('\n') + 1
          sent.push(bytes.subarray(0, body), between.bytes, bytes.subarray(body))
          expected.push(between.read, read)
        } else {
          sent.push(bytes)
          expected.push(read)
        }
      }
      const seen: VMixTcpMessage[] = []
      const reader = new TcpReplyReader((one) => seen.push(one))
      const all = Buffer.concat(sent)
      for (let at = 0; at < all.length; ) {
        const size = 1 + Math.floor(random() * 40)
        reader.push(Buffer.from(all.subarray(at, at + size)))
        at += size
      }
      if (JSON.stringify(seen) !== JSON.stringify(expected) || reader.pendingBytes > 0) {
        otherwise.push(`round ${round}: ${JSON.stringify(all.toString())} was read as ${JSON.stringify(seen)}`)
      }
    }
    expect(otherwise).toEqual([])
  })
})
