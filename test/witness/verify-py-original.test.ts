import { describe, expect, it } from 'vitest'
import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { needs } from '../support/programs.ts'
import { originalChain } from './original-chain.ts'
import { sampleLog, text } from './sample-log.ts'
import { disagreements, type Case, mutilated } from './verify-py.ts'

describe.runIf(needs('python3'))('verify.py --format original', async () => {
  const chain = originalChain([
    '{"event_type": "stream_started", "params": {"channel": 0, "title": "é 😀"}}',
    String.raw`{"params":{"fps":26.0,"big":12345678901234567890123,"nan":NaN,"t":"}]\"{[\u00E9\ud800","a":1,"a":2}}`,
    '{"list": [[], {}, [{"b": -0, "a": 1E5}]], "none": null}',
    '{"event_type": "stream_stopped"}',
  ])
  const texts = chain.map(({ text }) => text)
  const layouts = {
    lines: text(texts),
    array: `[${texts.join(', ')}]`,
    printed: `\ufeff[\r\n\t${texts.map((one) => one.replaceAll('": ', '" :\n\t')).join('\n,\n')}\r\n]\n`,
    joined: texts.join(''),
  }

  it("says the same of the original's logs", async () => {
    const head = chain.at(-1)?.hash ?? ''
    const nested = (levels: number, value: string) => {
      const event = `{"a": ${'['.repeat(levels)}${value}${']'.repeat(levels)}}`
      const previous = genesisHash('localhost', 8088)
      return `{"event": ${event}, "previous_hash": "${previous}", "current_hash": "${sha256(previous + event)}"}`
    }
    expect(
      await disagreements(
        [
          ...Object.entries(layouts).flatMap(([name, bytes]): Case[] => [
            { name, bytes, says: { code: 2 } },
            { name: `${name} anchored`, bytes, expectSize: 4, expectHead: head, says: { code: 0 } },
            { name: `${name} of its address`, bytes, host: 'localhost', port: 8088, says: { code: 2 } },
            { name: `${name} of another`, bytes, port: 1, says: { code: 1, brokenAt: 0 } },
            { name: `${name} cut`, bytes: bytes.slice(0, -20), says: { code: 1 } },
            { name: `${name} with more behind`, bytes: `${bytes}x`, says: { code: 1, brokenAt: 4 } },
            { name: `${name} twice`, bytes: bytes + bytes, says: { code: 1, brokenAt: 4 } },
          ]),
          ...['', ' \n', '[]', '[\n]\n[]', '\ufeff'].map((bytes) => ({
            name: `empty: ${bytes}`,
            bytes,
            says: { code: 2 },
          })),
          ...['[', ']', '[,]', ',', 'null', '1', '"x"', '{}', '[[]]', '{', '[{}]', '\0'].map((bytes) => ({
            name: bytes,
            bytes,
            says: { code: 1, brokenAt: 0 },
          })),
          ...texts.flatMap((one, at): Case[] => [
            {
              name: `no comma behind ${at}`,
              bytes: `[${texts.slice(0, at + 1).join(',')} ${texts.slice(at + 1).join(',')}]`,
            },
            {
              name: `a comma too many behind ${at}`,
              bytes: `[${texts.slice(0, at + 1).join(',')},,${texts.slice(at + 1).join(',')}]`,
            },
            { name: `removed ${at}`, bytes: text(texts.toSpliced(at, 1)) },
            { name: `doubled ${at}`, bytes: text(texts.toSpliced(at, 0, one)), says: { code: 1, brokenAt: at + 1 } },
            {
              name: `doubled event in ${at}`,
              bytes: text(texts.with(at, one.replace('"event"', '"event": {}, "event"'))),
              says: { code: 2 },
            },
            {
              name: `time edited in ${at}`,
              bytes: text(texts.with(at, one.replace('12:00', '13:00'))),
              says: { code: 2 },
            },
          ]),
          ...[509, 510, 511, 512, 513, 600, 900, 5000].flatMap((levels) =>
            ['', '1', '{}'].map((value) => ({ name: `${value} in ${levels} levels`, bytes: nested(levels, value) })),
          ),
          { name: 'as many levels as may be', bytes: nested(510, '1'), says: { code: 2 } },
          { name: 'one level more', bytes: nested(511, '1'), says: { code: 1, brokenAt: 0 } },
          {
            name: 'as bytes that are not UTF-8',
            bytes: Buffer.from(layouts.lines, 'latin1'),
            says: { code: 1, brokenAt: 0 },
          },
          { name: 'in UTF-16', bytes: Buffer.from(layouts.lines, 'utf16le'), says: { code: 1, brokenAt: 0 } },
          { name: 'ours', bytes: text(await sampleLog()) },
        ],
        'original',
      ),
    ).toEqual([])
  })

  it.each(Object.entries(layouts))(
    "says the same of 500 of the original's files in %s changed at random",
    async (_, bytes) => {
      expect(await disagreements(mutilated(Buffer.from(bytes), 500), 'original')).toEqual([])
    },
  )
})
