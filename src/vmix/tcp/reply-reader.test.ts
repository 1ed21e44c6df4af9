import { describe, expect, it } from 'vitest'
import type { VMixTcpMessage } from './message.ts'
import { TcpReplyReader, type TcpLimits } from './reply-reader.ts'
import { xmlReply } from './reply-text.ts'

const xml = '<vmix><version>29.0.0.49</version>\r\n<inputs><input title="Küche 🎥 TALLY OK 1"/></inputs></vmix>'

function read(bytes: Buffer, sizes: (at: number) => number = () => bytes.length, limits?: TcpLimits): VMixTcpMessage[] {
  const seen: VMixTcpMessage[] = []
  const reader = new TcpReplyReader((message) => seen.push(message), limits)
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, sizes(at))
    reader.push(bytes.subarray(at, at + size))
    at += size
  }
  return seen
}

const conversation = Buffer.concat([
  Buffer.from('VERSION OK 29.0.0.49\r\nFUNCTION OK Completed\r\n'),
  xmlReply(xml),
  Buffer.from('TALLY OK 012\r\n'),
  xmlReply(`\uFEFF${xml}`),
  Buffer.from('ACTS OK Input 1 1\r\n'),
])
const messages: VMixTcpMessage[] = [
  { kind: 'version', version: '29.0.0.49' },
  { kind: 'reply', command: 'FUNCTION', ok: true, text: 'Completed' },
  { kind: 'xml', xml },
  { kind: 'tally', inputs: ['off', 'program', 'preview'] },
  { kind: 'xml', xml: `\uFEFF${xml}` },
  { kind: 'activator', name: 'Input', input: 1, value: 1 },
]

describe('what vMix sends is cut into messages', () => {
  it('whole, byte by byte, and split at each single place', () => {
    expect(read(conversation)).toEqual(messages)
    expect(read(conversation, () => 1)).toEqual(messages)
    for (let cut = 1; cut < conversation.length; cut++) {
      expect(read(conversation, (at) => (at === 0 ? cut : conversation.length))).toEqual(messages)
    }
  })

  it('also where events stand between an XML header and its document, however many and however cut', () => {
    const body = xmlReply(xml)
    const header = body.indexOf('\n') + 1
    const bytes = Buffer.concat([
      body.subarray(0, header),
      Buffer.from('ACTS OK InputVolume 1 0.5\r\nTALLY OK 21\r\nACTS OK Streaming 1\r\n'),
      body.subarray(header),
      Buffer.from('PING OK PONG\r\n'),
    ])
    for (const size of [1, 3, 64, bytes.length]) {
      expect(read(bytes, () => size).map(({ kind }) => kind)).toEqual([
        'activator',
        'tally',
        'activator',
        'xml',
        'reply',
      ])
    }
  })

  it('with bare line feeds too', () => {
    const bytes = Buffer.from(`VERSION OK 27\nXML ${Buffer.byteLength(xml) + 1}\n${xml}\nPING OK PONG\n`)
    expect(read(bytes, () => 1)).toEqual([
      { kind: 'version', version: '27' },
      { kind: 'xml', xml },
      { kind: 'reply', command: 'PING', ok: true, text: 'PONG' },
    ])
  })

  it('a text of several lines comes behind its length, whatever it begins with', () => {
    const bytes = Buffer.from('XMLTEXT 15\r\nTALLY OK\r\nXé\r\nPING OK PONG\r\n')
    for (const size of [1, bytes.length]) {
      expect(read(bytes, () => size)).toEqual([
        { kind: 'reply', command: 'XMLTEXT', ok: true, text: 'TALLY OK\r\nXé' },
        { kind: 'reply', command: 'PING', ok: true, text: 'PONG' },
      ])
    }
  })

  it('nothing is read after a stop from within', () => {
    const seen: string[] = []
    const reader = new TcpReplyReader((message) => {
      seen.push(message.kind)
      reader.stop()
    })
    reader.push(conversation)
    expect(seen).toEqual(['version'])
  })

  it('keeps no more than what waits', () => {
    const reader = new TcpReplyReader(() => undefined)
    reader.push(Buffer.concat([conversation, Buffer.from('TALLY')]))
    expect(reader.pendingBytes).toBe(5)
  })
})

describe('what cannot be vMix ends the reading, with the reason:', () => {
  const limits = { maxLineBytes: 100, maxBodyBytes: 1000 }
  it.each([
    ['line_too_long', 'x'.repeat(101)],
    ['line_too_long', `${'x'.repeat(101)}\r\n`],
    ['body_too_long', 'XML 1001\r\n'],
    ['bad_header', 'XML much\r\n'],
    ['bad_header', 'XML 10\r\nXML 10\r\n'],
    ['bad_body', 'XML 9\r\n<vmix><a/></vmix>\r\n'],
    ['bad_header', 'XML 0\r\n<vmix/>\r\n'],
  ])('%s: %j', (code, text) => {
    expect(() => read(Buffer.from(text), () => 1000, limits)).toThrow(expect.objectContaining({ code }))
  })
})
