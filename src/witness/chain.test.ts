import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotCanonical } from './canonical-text.ts'
import { canonicalJson } from './canonical.ts'
import { buildLine, checkLine, genesisHash, sha256 } from './chain.ts'
import { readIdentity } from './log-identity.ts'
import { parseEntry } from './parse-entry.ts'
import { prepareEvent } from './prepare.ts'

const genesis = { size: 0, hash: genesisHash('localhost', 8088) }
const context = { logId: 'log', writer: 'w:1', loggedAt: '2026-01-02T03:04:05.678Z' }
const defaults = { actor: 'anna', timestamp: '2026-01-02T03:04:05.000Z' }
const built = (params: object, late = false, head = genesis): string =>
  buildLine(head, prepareEvent({ eventType: 'stream_started', params }, defaults).parts, context, late).line.trimEnd()

describe('a line', () => {
  it("begins at the original's genesis", () => {
    expect(genesis.hash).toBe('fd1d76ec4e26ddd0969e46da50315d2264e0a4add11eeb8dd73f8ca5b3720440')
  })

  it('is the canonical form of its entry, checks, and says its place (property)', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.boolean(),
        fc.nat(),
        (params, late, size) => {
          const line = built(params, late, { ...genesis, size })
          expect(canonicalJson(parseEntry(line))).toBe(line)
          expect(checkLine(line)).toMatchObject({ previous: genesis.hash, logId: 'log', head: { size: size + 1 } })
        },
      ),
    )
  })

  const line = built({ title: 'é', channel: 0 })
  it.each([
    ['witness_timestamp edited', line.replace(/"witness_timestamp": "2026/, '"witness_timestamp": "2027')],
    ['a field added', line.replace(/}$/, ', "x": 1}')],
    ['a field added in front', line.replace('{', '{"a": 1, ')],
    ['an escape in upper case', line.replace(String.raw`\u00e9`, String.raw`\u00E9`)],
    ['a byte outside ASCII', line.replace(String.raw`\u00e9`, 'é')],
    ['another separator', line.replace(', "event"', ',"event"')],
    ['a value changed', line.replace('"channel": 0', '"channel": 1')],
    [
      'a hash in upper case',
      line.replace(/"current_hash": "(.*?)"/, (text) => text.toUpperCase().replace('CURRENT_HASH', 'current_hash')),
    ],
    ['another previous hash', line.replace(genesis.hash, genesisHash('localhost', 8089))],
    ['a blank at the end', `${line} `],
    ['a carriage return', `${line}\r`],
    ['cut short', line.slice(0, -1)],
    ['empty', ''],
  ])('is refused with %s', (_, changed) => {
    expect(changed).not.toBe(line)
    expect(() => checkLine(changed)).toThrow(expect.objectContaining({ name: 'NotCanonical' }))
  })

  it('is refused with any single bit flipped (property)', () => {
    fc.assert(
      fc.property(fc.nat(line.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(line, 'latin1')
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(() => checkLine(bytes.toString('latin1'))).toThrow(NotCanonical)
      }),
      { numRuns: 500 },
    )
  })

  // Whoever writes a log anew can make the hash of anything: the form is checked all the same.
  const rehashed = (from: string | RegExp, to: string): string => {
    const event = /"event": (.*), "previous_hash"/.exec(line)?.[1]?.replace(from, to) ?? ''
    const stamp = /"logged_at": ("(?:[^"\\]|\\.)*")/.exec(event)?.[1] ?? '""'
    return `{"current_hash": "${sha256(genesis.hash + event)}", "event": ${event}, "previous_hash": "${genesis.hash}", "witness_timestamp": ${stamp}}`
  }
  it.each([
    ['without actor', rehashed('"actor": "anna", ', '')],
    ['without result', rehashed(/"result": .*?, "seq/, '"seq')],
    ['with a list as params', rehashed(/"params": \{.*?\}/, '"params": []')],
    ['with a number as writer', rehashed(/"writer": ".*?"/, '"writer": 1')],
    ['with a text as epoch', rehashed('"epoch": null', '"epoch": "1"')],
    ['with a sequence of 1.0', rehashed('"sequence": 1', '"sequence": 1.0')],
    ['with a sequence of 0', rehashed('"sequence": 1', '"sequence": 0')],
    ['with a sequence beyond 2^53', rehashed('"sequence": 1', '"sequence": 9007199254740993')],
    ['longer than any entry', rehashed('"channel": 0', `"channel": "${'x'.repeat(65_200)}"`)],
  ])('is refused %s, though its hash is right', (_, changed) => {
    expect(() => checkLine(changed)).toThrow(expect.objectContaining({ name: 'NotCanonical' }))
  })

  it("may have a later version's field, and an escape in its time", () => {
    expect(checkLine(rehashed('"writer"', '"within": 1, "writer"')).head.size).toBe(1)
    expect(checkLine(rehashed(/"logged_at": ".*?"/, String.raw`"logged_at": "\u00e9"`)).head.size).toBe(1)
    expect(checkLine(rehashed(' ', ' '))).toMatchObject({ head: { size: 1 }, logId: 'log' })
  })

  it('names its address in whole numbers, as its genesis does', () => {
    const opening = (port: string): string => {
      const parts = { ...prepareEvent({ eventType: 'log_opened' }, defaults).parts }
      const params = `{"format": 1, "host": "localhost", "instance": "a", "port": ${port}}`
      return buildLine(genesis, { ...parts, params }, context, false).line.trimEnd()
    }
    expect(readIdentity(opening('8088'))).toMatchObject({ host: 'localhost', port: 8088 })
    for (const port of ['8088.0', '"8088"', 'true', '8089']) {
      expect(() => readIdentity(opening(port))).toThrow(expect.objectContaining({ code: 'broken' }))
    }
  })

  it('is refused by the reader of the fields when the event lacks one', () => {
    expect(() => parseEntry(canonicalJson({ event: { actor: 'a' } }))).toThrow('lacks a field')
  })
})

describe('prepareEvent', () => {
  it('refuses what the format has no place for, and what is too long', () => {
    const refused = (event: object): void => {
      expect(() => prepareEvent({ eventType: 'x', ...event }, defaults)).toThrow(
        expect.objectContaining({ code: 'bad_event' }),
      )
    }
    refused({ eventType: '' })
    refused({ params: [] })
    refused({ params: 'text' })
    refused({ epoch: 1.5 })
    refused({ result: Number.NaN })
    refused({ params: { a: 'x'.repeat(65_000) } })
    refused({ params: { a: 'x'.repeat(40_000) }, result: 'x'.repeat(40_000) })
  })

  it('makes no line longer than the format allows', () => {
    expect(built({ a: 'x'.repeat(64_000) }).length).toBeLessThan(65_536)
  })
})
