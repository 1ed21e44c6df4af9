import { describe, expect, it } from 'vitest'
import { tallyReply, xmlReply } from './reply-text.ts'
import { parseRequest, type VMixTcpRequest } from './request.ts'
import { TcpRequestReader } from './request-reader.ts'

describe('a line from a client', () => {
  it.each<[string, VMixTcpRequest]>([
    ['FUNCTION StartRecording ', { kind: 'function', name: 'StartRecording', query: '' }],
    ['FUNCTION SetText Input=2&value=a%20b', { kind: 'function', name: 'SetText', query: 'Input=2&value=a%20b' }],
    ['FUNCTION SetText  Value=a b', { kind: 'function', name: 'SetText', query: 'Value=a b' }],
    ['FUNCTION', { kind: 'function', name: '', query: '' }],
    ['xml', { kind: 'xml' }],
    ['XMLTEXT vmix/inputs/input[1]/@title', { kind: 'xmltext', path: 'vmix/inputs/input[1]/@title' }],
    ['TALLY', { kind: 'tally' }],
    ['ACTS InputPreview 2', { kind: 'acts', name: 'InputPreview', input: '2' }],
    ['ACTS Streaming', { kind: 'acts', name: 'Streaming', input: '' }],
    ['SUBSCRIBE tally', { kind: 'subscribe', what: 'TALLY' }],
    ['UNSUBSCRIBE ACTS', { kind: 'unsubscribe', what: 'ACTS' }],
    ['PING', { kind: 'ping' }],
    ['QUIT', { kind: 'quit' }],
    ['GET / HTTP/1.1', { kind: 'unknown', word: 'GET' }],
  ])('%s', (line, request) => {
    expect(parseRequest(line)).toEqual(request)
  })

  it('is read however it is cut, with CRLF or LF, several at once, empty ones passed over', () => {
    const text = 'PING\r\nFUNCTION SetText Value=é\n\r\nXML\r\n'
    for (const size of [1, 2, 7, 1000]) {
      const seen: VMixTcpRequest[] = []
      const reader = new TcpRequestReader((request) => seen.push(request))
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
      expect(seen).toEqual([{ kind: 'ping' }, { kind: 'function', name: 'SetText', query: 'Value=é' }, { kind: 'xml' }])
    }
  })

  it('has a limit, complete or not, and nothing is read after it', () => {
    for (const end of ['', '\r\n']) {
      const seen: VMixTcpRequest[] = []
      const reader = new TcpRequestReader((request) => seen.push(request), { maxLineBytes: 100 })
      expect(() => reader.push(Buffer.from(`PING\r\n${'x'.repeat(101)}${end}PING\r\n`))).toThrow(
        expect.objectContaining({ code: 'line_too_long' }),
      )
      reader.push(Buffer.from('PING\r\n'))
      expect(seen).toEqual([{ kind: 'ping' }])
    }
  })
})

describe('what is sent to a client', () => {
  it('counts the bytes of a document, its CRLF included', () => {
    expect(xmlReply('<a>é</a>').toString()).toBe('XML 11\r\n<a>é</a>\r\n')
  })
  it('shows the tally as digits', () => {
    expect(tallyReply(['off', 'program', 'preview'])).toBe('TALLY OK 012\r\n')
  })
})
