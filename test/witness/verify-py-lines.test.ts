import { describe, expect, it } from 'vitest'
import { needs } from '../support/programs.ts'
import { rewritten, sampleLog, text } from './sample-log.ts'
import { disagreements, mutilated } from './verify-py.ts'

describe.runIf(needs('python3'))('verify.py', async () => {
  const lines = await sampleLog()

  it('says the same of every edit at every place', async () => {
    const edits: Record<string, (line: string) => string> = {
      'a value edited': (line) => line.replace(/("event_type": ").*?"/, '$1x"'),
      'witness_timestamp edited': (line) => line.replace(/("witness_timestamp": ")\d/, '$13'),
      'logged_at edited': (line) => line.replace(/("logged_at": ")\d/, '$13'),
      'a field added': (line) => line.replace(/}$/, ', "x": 1}'),
      'a field added to the event': (line) => line.replace('"writer"', '"x": 1, "writer"'),
      'an escape in capitals': (line) =>
        line.replace(/}$/, String.raw`, "\u00E9": 1}`).replace(String.raw`\u00e9`, String.raw`\u00E9`),
      'a byte as it is': (line) => line.replace('actor', 'actör'),
      'a key twice': (line) => line.replace('"actor": ', '"actor": "x", "actor": '),
      'an entry twice in itself': (line) => line.replace('"event": ', '"event": {}, "event": '),
      'a blank more': (line) => line.replace('": ', '":  '),
      'a blank at the end': (line) => `${line} `,
      'a carriage return': (line) => `${line}\r`,
      'a hash in capitals': (line) => line.replace(/[0-9a-f]{64}/, (hash) => hash.toUpperCase()),
      'a hash too short': (line) => line.replace(/([0-9a-f]{63})[0-9a-f]/, '$1'),
      'NaN in it': (line) => line.replace(/"epoch": \w+/, '"epoch": NaN'),
      'a huge number': (line) => line.replace(/"epoch": \w+/, '"epoch": 1e400'),
      'nothing in it': () => '',
      'a number in its place': () => '1',
      'a list in its place': () => '[]',
      'a thousand brackets': () => '['.repeat(1000),
      'a hundred thousand brackets': () => '['.repeat(60_000),
      'rubbish in it': () => 'rubbish',
      'zeros in it': (line) => line.replace('"', '\0'),
      'far too much in it': () => 'x'.repeat(300_000),
    }
    expect(
      await disagreements(
        Object.entries(edits).flatMap(([name, edit]) =>
          lines.map((line, at) => {
            expect(edit(line)).not.toBe(line)
            const bytes = Buffer.from(text(lines.with(at, edit(line))))
            return { name: `${name} at ${at}`, bytes, says: { code: 1, brokenAt: at } }
          }),
        ),
        'own',
      ),
    ).toEqual([])
  })

  it('says the same of logs written anew with right hashes and a wrong form', async () => {
    const opening: Record<string, (event: string) => string> = {
      'a newer format': (event) => event.replace('"format": 1', '"format": 2'),
      'a format of 1.0': (event) => event.replace('"format": 1', '"format": 1.0'),
      'a format of 1.5': (event) => event.replace('"format": 1', '"format": 1.5'),
      'a format of true': (event) => event.replace('"format": 1', '"format": true'),
      'an endless format': (event) => event.replace('"format": 1', `"format": ${'9'.repeat(400)}`),
      'no format': (event) => event.replace('"format": 1, ', ''),
      'a port of 8088.0': (event) => event.replace('"port": 8088', '"port": 8088.0'),
      'a port as text': (event) => event.replace('"port": 8088', '"port": "8088"'),
      'a port of true': (event) => event.replace('"port": 8088', '"port": true'),
      'an endless port': (event) => event.replace('"port": 8088', '"port": 90071992547409930'),
      'another port': (event) => event.replace('"port": 8088', '"port": 8089'),
      'half a character as host': (event) => event.replace('"host": "localhost"', String.raw`"host": "\ud800"`),
      'no params': (event) => event.replace(/"params": \{.*?\}/, '"params": null'),
      'another first event': (event) => event.replace('log_opened', 'log_closed'),
      'a first sequence of 2': (event) => event.replace('"sequence": 1', '"sequence": 2'),
    }
    const nested = (levels: number) => (event: string) =>
      event.replace(/"result": .*, "seq/, `"result": ${'['.repeat(levels)}${']'.repeat(levels)}, "seq`)
    const result = (value: string) => (event: string) => event.replace(/"result": .*, "seq/, `"result": ${value}, "seq`)
    const long = (length: number) => (event: string) => {
      const others = (lines[3]?.length ?? 0) - event.length
      const withText = (count: number) => event.replace(/"actor": ".*?"/, `"actor": "${'x'.repeat(count)}"`)
      return withText(length - others - withText(0).length)
    }
    const later: Record<string, (event: string) => string> = {
      'another log_id': (event) => event.replace(/"log_id": ".*?"/, '"log_id": "x"'),
      'another log_id of the same length': (event) =>
        event.replace(/("log_id": ")(.)/, (_, name: string, first: string) => name + (first === '0' ? '1' : '0')),
      'a sequence too high': (event) => event.replace('"sequence": 4', '"sequence": 5'),
      'a sequence as a float': (event) => event.replace('"sequence": 4', '"sequence": 4.0'),
      'a sequence as text': (event) => event.replace('"sequence": 4', '"sequence": "4"'),
      'a sequence beyond 2^53': (event) => event.replace('"sequence": 4', '"sequence": 9007199254740993'),
      'no actor': (event) => event.replace(/"actor": ".*?", /, ''),
      'no result': (event) => event.replace(/"result": .*, "seq/, '"seq'),
      'a list as params': (event) => event.replace(/"params": \w+/, '"params": []'),
      'true as epoch': (event) => event.replace(/"epoch": \w+/, '"epoch": true'),
      'a float as epoch': (event) => event.replace(/"epoch": \w+/, '"epoch": 1.5'),
      'a number as writer': (event) => event.replace(/"writer": ".*?"/, '"writer": 1'),
      'an escape in logged_at': (event) => event.replace(/"logged_at": "/, String.raw`"logged_at": "\u00e9`),
      'a field of a later version': (event) => event.replace('"writer"', '"within": [1], "writer"'),
      'keys not in order': (event) => event.replace('"writer"', '"a": 1, "writer"'),
      'a key twice': (event) => event.replace('"writer"', '"writer": "x", "writer"'),
      'keys in the order of their units': result(String.raw`{"\ud83d\ude00": 1, "\ue000": 2}`),
      'keys in the order of their characters': result(String.raw`{"\ue000": 2, "\ud83d\ude00": 1}`),
      'half characters as keys': result(String.raw`{"\ud83d": 1, "\ud83dx": 2, "\ude00": 3}`),
      NaN: result('NaN'),
      Infinity: result('[-Infinity]'),
      'a number beyond all': result('1e+400'),
      'a float in another layout': result('2.50'),
      'an exponent in capitals': result('1E+16'),
      'a minus zero without a point': result('-0'),
      'a minus zero': result('-0.0'),
      'an integer of 5000 digits': result('7'.repeat(5000)),
      'a float of many digits': result('0.1000000000000000055511151231257827'),
      'an escape in capitals': result(String.raw`"\u00E9"`),
      'an escape without need': result(String.raw`"\u0041"`),
      'an escaped slash': result(String.raw`"\/"`),
      'a delete character as it is': result('"\u007f"'),
      '63 levels': nested(63),
      '64 levels': nested(64),
      '65 levels': nested(65),
      '65 levels with nothing in the last': result(`${'['.repeat(63)}1${']'.repeat(63)}`),
      '66 levels, the last a number': result(`${'['.repeat(64)}1${']'.repeat(64)}`),
      '2000 levels': nested(2000),
      'a line as long as may be': long(65_535),
      'a line longer by one': long(65_536),
      'a line longer by two': long(65_537),
      'a line far longer': long(100_000),
      'a line longer than is read at once': long(600_000),
    }
    expect(
      await disagreements(
        [
          ...Object.entries(opening).map(([name, change]) => ({ name, bytes: text(rewritten(lines, 0, change)) })),
          ...Object.entries(later).map(([name, change]) => ({ name, bytes: text(rewritten(lines, 3, change)) })),
          ...Object.entries(later).map(([name, change]) => ({
            name: `${name}, at the end`,
            bytes: text(rewritten(lines.slice(0, 4), 3, change)),
          })),
          {
            name: 'a line as long as may be is whole',
            bytes: text(rewritten(lines, 3, long(65_535))),
            says: { code: 2 },
          },
          {
            name: 'another log from there on is broken',
            bytes: text(
              rewritten(lines, 3, (event) =>
                event.replace(/("log_id": ")./, (found, name: string) => `${name}${found.endsWith('0') ? '1' : '0'}`),
              ),
            ),
            says: { code: 1, brokenAt: 3 },
          },
          { name: 'and no longer', bytes: text(rewritten(lines, 3, long(65_536))), says: { code: 1, brokenAt: 3 } },
        ],
        'own',
      ),
    ).toEqual([])
  })

  it('says the same of 1500 logs changed at random', { timeout: 60_000 }, async () => {
    expect(await disagreements(mutilated(Buffer.from(text(lines)), 1500), 'own')).toEqual([])
  })
})
