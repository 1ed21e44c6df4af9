import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor, redactUrl, Secret } from './index.ts'

const key = 'SECRET-a&b=c d+e#f/ü"<\\'
const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const spellings: Record<string, string> = {
  'as it is': key,
  encodeURIComponent: encodeURIComponent(key),
  encodeURI: encodeURI(key),
  'twice encoded': encodeURIComponent(encodeURIComponent(key)),
  'encoded in lower case': encodeURIComponent(key).toLowerCase().replace('secret', 'SECRET'),
  'a form field': new URLSearchParams({ k: key }).toString().slice(2),
  'a URL path': encodeURI(key).replaceAll('%5C', '\\'),
  JSON: JSON.stringify(key).slice(1, -1),
  'JSON in JSON': JSON.stringify(JSON.stringify(key)).slice(3, -3),
  'JSON in ASCII': JSON.stringify(key).slice(1, -1).replace('ü', String.raw`\u00fc`),
  XML: xml(key),
  'XML by number': xml(key).replace('ü', '&#xFC;'),
  'UTF-8 shown as Latin-1': Buffer.from(key).toString('latin1'),
}

describe('a known secret', () => {
  const redactor = createRedactor([new Secret(key)])
  for (const [name, text] of Object.entries(spellings)) {
    it(`is found as ${name}`, () => {
      expect(redactor.redact(`before ${text} after`)).toBe('before [secret] after')
    })
  }

  it('is found in any mixture of encodings (property)', () => {
    const one = (character: string): fc.Arbitrary<string> =>
      fc.constantFrom(character, encodeURIComponent(character), JSON.stringify(character).slice(1, -1), xml(character))
    fc.assert(
      fc.property(fc.tuple(...Array.from(key, one)), (parts) => {
        expect(redactor.redact(`x ${parts.join('')} y`)).toBe('x [secret] y')
      }),
    )
  })

  it('is found for any text of printable characters, raw, percent-encoded and in JSON (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }), (text) => {
        fc.pre(text.isWellFormed() && text.trim().length >= 3 && !'[secret]'.includes(text))
        const { redact } = createRedactor([new Secret(text)])
        expect(redact(text)).toBe('[secret]')
        expect(redact(encodeURIComponent(text))).toBe('[secret]')
        expect(redact(JSON.stringify(text))).toBe('"[secret]"')
      }),
    )
  })

  it('is replaced whole when another one is its beginning', () => {
    const { redact } = createRedactor([new Secret('live_1'), new Secret('live_123456')])
    expect(redact('live_123456 live_1')).toBe('[secret] [secret]')
  })

  it('is known from the moment it is added', () => {
    const redactor = createRedactor()
    expect(redactor.redact('late-key')).toBe('late-key')
    redactor.add(new Secret('late-key'))
    expect(redactor.redact('late-key')).toBe('[secret]')
  })
})

describe('a secret that is an ordinary word', () => {
  const { redact } = createRedactor([new Secret('stream'), new Secret('k-1')], { keep: new Set(['stream']) })
  it.each([
    ['the stream has ended', 'the [secret] has ended'],
    ['Value=0%2Cstream&x', 'Value=0%2C[secret]&x'],
    ['"stream"', '"[secret]"'],
    ['/app/k-1?', '/app/[secret]?'],
    ['stream', 'stream'],
    ['stream_started upstream streams live-stream', 'stream_started upstream streams live-stream'],
    ['twitch-k-12', 'twitch-k-12'],
  ])('%s', (text, masked) => {
    expect(redact(text)).toBe(masked)
  })
})

describe('what looks like a secret', () => {
  const { redact } = createRedactor()
  it.each([
    ['rtmp://live.twitch.tv/app/live_9', 'rtmp://live.twitch.tv/app/[secret]'],
    ['rtmps://h:443/rtmp/FB-1?a=b&c', 'rtmps://h:443/rtmp/[secret]'],
    ['to rtmp://h/a/inst/k, then', 'to rtmp://h/a/inst/[secret] then'],
    ['rtmp%3A%2F%2Fh%2Flive%2FKEY', 'rtmp%3A%2F%2Fh%2Flive%2F[secret]'],
    ['http://u:p@h/x', 'http://[secret]@h/x'],
    ['cannot open "rtmp://u:p@h/live"', 'cannot open "rtmp://[secret]@h/live"'],
    [
      'http://v:8088/api/?Function=StreamingSetKey&Value=0,abc',
      'http://v:8088/api/?Function=StreamingSetKey&Value=0,[secret]',
    ],
    ['/api/?Value=2%2Cabc%20d&Function=StreamingSetPassword', '/api/?Value=2%2C[secret]&Function=StreamingSetPassword'],
    ['FUNCTION StreamingSetKey Value=1,abc', 'FUNCTION StreamingSetKey Value=1,[secret]'],
    [
      'srt://h:9000?mode=caller&passphrase=pp-1&latency=120',
      'srt://h:9000?mode=caller&passphrase=[secret]&latency=120',
    ],
    ['https://h/x?access_token=t&stream_key=k#f', 'https://h/x?access_token=[secret]&stream_key=[secret]#f'],
    ['Authorization: Basic dTpw', 'Authorization: Basic [secret]'],
  ])('%s', (text, masked) => {
    expect(redact(text)).toBe(masked)
    expect(redactUrl(masked)).toBe(masked)
  })

  it.each([
    'rtmp://live.twitch.tv/app/',
    'rtmp://host/app',
    'rtmps://live-api-s.facebook.com:443/rtmp/',
    'http://localhost:8088/api/?Function=StartStreaming&Value=0',
    'StreamingSetURL Value=0,rtmp://host/app',
    'mail to anna@example.org: 3 of 4 = done; at 12:30',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('stays quick on long hostile text', () => {
    const began = performance.now()
    redact(`rtmp://${'a/'.repeat(20_000)}`)
    redact(`http://${'%41'.repeat(20_000)}`)
    redact(`?${'key'.repeat(20_000)}`)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
