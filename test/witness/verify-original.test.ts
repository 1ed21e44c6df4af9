import { mkdtemp, open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyOriginal, type VerifyResult } from '../../src/witness/index.ts'
import { originalChain } from './original-chain.ts'

const events = [
  '{"event_type": "stream_started", "timestamp": "2025-11-12T10:00:00Z", "params": {"channel": 0}}',
  String.raw`{"params": {"fps": 26.0, "big": 123456789012345678901234567890, "nan": NaN, "t": "}]\"{[ é😀\u00E9"}}`,
  '{"event_type":"health","params":{"zero":-0.0,"int":-0,"tiny":1E-5,"list":[[],{},[ {"b":1,"a":2} ]]}}',
  '{"event_type": "stream_stopped", "result": null}',
]
const chain = originalChain(events)
const texts = chain.map(({ text }) => text)
const hashes = chain.map(({ hash }) => hash)
/** Blanks wherever JSON allows them: outside of texts, around brackets, commas and colons. */
const spread = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (part) => (part.length === 1 ? `\r\n\t ${part} \n` : part))

async function verdictOn(bytes: string | Uint8Array, options: object = {}): Promise<VerifyResult> {
  const file = join(await mkdtemp(join(tmpdir(), 'original-')), 'entries.json')
  await writeFile(file, bytes)
  return verifyOriginal({ file, ...options })
}

describe('verifyOriginal', () => {
  it.each([
    ['one a line', `${texts.join('\n')}\n`],
    ['one a line, without the last newline', texts.join('\n')],
    ['one a line, as Windows ends them, with empty lines', `${texts.join('\r\n\r\n')}\r\n`],
    ['in an array', `[${texts.join(', ')}]`],
    ['in an array, printed over many lines', spread(`[${texts.join(',')}]`)],
    ['over many lines, one after the other', texts.map(spread).join('\n')],
    ['right behind one another', texts.join('')],
    ['in several arrays', `[${texts.slice(0, 2).join(',')}]\n[]\n[${texts.slice(2).join(',')}]`],
    ['behind a byte order mark', `\ufeff${texts.join('\n')}\n`],
    [
      'with fields in another order',
      texts.map((text) => text.replace(/"event": (.*), ("prev.*)}$/, '$2, "event": $1}')).join('\n'),
    ],
  ])('verifies entries %s', async (_, text) => {
    expect(await verdictOn(text, { host: 'localhost', port: 8088 })).toMatchObject({
      valid: true,
      totalEvents: 4,
      firstHash: hashes[0],
      lastHash: hashes[3],
      brokenAt: null,
      anchored: false,
      tornTail: null,
    })
  })

  it.each(['', ' \n', '[]', '\ufeff'])('takes %j as an empty log, which proves nothing', async (text) => {
    expect(await verdictOn(text)).toMatchObject({ valid: true, totalEvents: 0, lastHash: null, anchored: false })
    expect(await verdictOn(text, { expectSize: 1 })).toMatchObject({ valid: false, brokenAt: 0 })
  })

  const changes: Record<string, (text: string) => string> = {
    'a value edited': (text) => text.replace(/("event": \{"[a-z_]+": ?)/, '$1"x", "y": '),
    'its hash edited': (text) => text.replace(/("current_hash": ").{4}/, '$10000'),
    'its hash in capitals': (text) => text.replace(/(?<="current_hash": ")[0-9a-f]+/, (hash) => hash.toUpperCase()),
    'its link edited': (text) => text.replace(/("previous_hash": ").{4}/, '$10000'),
    'its event gone': (text) => text.replace('"event"', '"Event"'),
    'a text as its event': (text) => text.replace(/"event": .*, "prev/, '"event": "x", "prev'),
    'a later event of the same name': (text) => text.replace(/}$/, ', "event": {}}'),
    'a comma too many': (text) => text.replace(/}$/, ',}'),
    'a quote too few': (text) => text.replace('"previous_hash', 'previous_hash'),
    'a bracket too many': (text) => `${text}}`,
    'a bracket too few': (text) => text.slice(0, -1),
    'a bracket of the other kind': (text) => `${text.slice(0, -1)}]`,
    'a list in its place': (text) => `[[${text}]]`,
    'a word in its place': () => 'null',
    'a line break in a text': (text) => text.replace('"event"', '"event\n"'),
    'brackets without end': () => '{"event": '.repeat(600),
  }
  for (const [name, change] of Object.entries(changes)) {
    it(`finds an entry with ${name}, at every place`, async () => {
      for (let at = 0; at < texts.length; at++) {
        expect(change(texts[at] ?? '')).not.toBe(texts[at])
        const result = await verdictOn(texts.with(at, change(texts[at] ?? '')).join('\n'))
        // A bracket too many is seen behind the entry, which is right itself.
        expect(result).toMatchObject({ valid: false, brokenAt: name === 'a bracket too many' ? at + 1 : at })
        expect(result.proved.join(' ')).not.toContain(`1 to ${at + 2} `)
      }
    })
  }

  it('finds an entry removed, doubled or moved, and one from another chain, at every place', async () => {
    const other = originalChain(events, 'localhost', 9000).map(({ text }) => text)
    for (let at = 1; at < texts.length - 1; at++) {
      const text = texts[at] ?? ''
      const verdict = (list: readonly string[]) => verdictOn(`[${list.join(',')}]`)
      expect(await verdict(texts.toSpliced(at, 1))).toMatchObject({ valid: false, brokenAt: at })
      expect(await verdict(texts.toSpliced(at, 0, text))).toMatchObject({ valid: false, brokenAt: at + 1 })
      expect(await verdict(texts.with(at, texts[at + 1] ?? '').with(at + 1, text))).toMatchObject({ brokenAt: at })
      expect(await verdict(texts.with(at, other[at] ?? ''))).toMatchObject({ valid: false, brokenAt: at })
    }
  })

  it('finds a file that ends too early, in an entry or in its array', async () => {
    const all = `[${texts.join(',')}]`
    for (const end of [all.length - 1, all.length - 2, 10, 1]) {
      expect(await verdictOn(all.slice(0, end))).toMatchObject({ valid: false })
    }
    expect(await verdictOn(all.slice(0, -1))).toMatchObject({ brokenAt: 4, totalEvents: 4 })
    expect(await verdictOn(texts.join('\n').slice(0, -5))).toMatchObject({ valid: false, brokenAt: 3 })
  })

  it('finds what is not UTF-8', async () => {
    const bytes = Buffer.from(texts.join('\n'))
    bytes[bytes.indexOf('é')] = 0xff
    expect(await verdictOn(bytes)).toMatchObject({
      valid: false,
      brokenAt: 1,
      reason: expect.stringContaining('UTF-8'),
    })
    expect(await verdictOn(Buffer.from(texts.join('\n'), 'utf16le'))).toMatchObject({ valid: false, brokenAt: 0 })
  })

  it('compares with the address that is given, and says when none is known', async () => {
    const elsewhere = originalChain(events, 'studio', 8090)
      .map(({ text }) => text)
      .join('\n')
    expect(await verdictOn(elsewhere, { host: 'studio', port: 8090 })).toMatchObject({ valid: true })
    expect(await verdictOn(elsewhere, { host: 'studio' })).toMatchObject({ valid: false, brokenAt: 0 })
    const unknown = await verdictOn(elsewhere)
    expect(unknown.valid).toBe(true)
    expect(unknown.notProved.join(' ')).toContain('Which vMix')
    expect((await verdictOn(texts.join('\n'))).proved.join(' ')).toContain('the genesis of localhost:8088')
  })

  it('needs an anchor to prove, and takes a head of a log that has grown since', async () => {
    const all = texts.join('\n')
    expect(await verdictOn(all, { expectSize: 4, expectHead: hashes[3]?.toUpperCase() })).toMatchObject({
      valid: true,
      anchored: true,
    })
    expect(await verdictOn(all, { expectSize: 2, expectHead: hashes[1] })).toMatchObject({ anchored: true })
    expect(await verdictOn(all, { expectSize: 3, expectHead: hashes[1] })).toMatchObject({ valid: false, brokenAt: 2 })
    expect(await verdictOn(all, { expectSize: 5 })).toMatchObject({ valid: false, brokenAt: 4 })
  })

  it('says that the time around an event, and doubled keys, are not covered', async () => {
    const edited = texts.join('\n').replace('12:00:00', '13:00:00')
    const result = await verdictOn(edited)
    expect(result.valid).toBe(true)
    expect(result.notProved.join(' ')).toContain('witness_timestamp')
    expect(result.notProved.join(' ')).not.toContain('stands twice')
    const doubled = texts.join('\n').replace('{"channel": 0}', '{"channel": 1, "channel": 0}')
    expect((await verdictOn(doubled)).notProved.join(' ')).toContain('stands twice in one object (1 in all)')
  })

  it('reads a long file with entries across the pieces in which it is read, and one that is too long without keeping it', async () => {
    const long = originalChain(
      Array.from({ length: 300 }, (_, index) => `{"n": ${index}, "t": "${'é'.repeat(index * 20)}"}`),
    )
    const all = long.map(({ text }) => spread(text)).join('\n')
    expect(all.length).toBeGreaterThan(900_000)
    expect(await verdictOn(all, { expectHead: long.at(-1)?.hash })).toMatchObject({ valid: true, totalEvents: 300 })
    const folder = await mkdtemp(join(tmpdir(), 'original-'))
    {
      await using file = await open(join(folder, 'endless.json'), 'w')
      await file.write(`${texts[0]}\n{"event": "`)
      const more = Buffer.alloc(1024 * 1024, 'x')
      for (let written = 0; written < 12; written++) await file.write(more)
    }
    expect(await verifyOriginal({ file: join(folder, 'endless.json') })).toMatchObject({
      valid: false,
      brokenAt: 1,
      reason: expect.stringContaining('4 MiB'),
    })
  })

  it('says which file cannot be read', async () => {
    const file = join(tmpdir(), 'there-is-none.json')
    await expect(verifyOriginal({ file })).rejects.toMatchObject({ code: 'not_found' })
    await expect(verifyOriginal({ file: tmpdir() })).rejects.toMatchObject({ code: 'disk_error' })
    const reason = new Error('enough')
    await expect(verifyOriginal({ file: import.meta.filename, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
