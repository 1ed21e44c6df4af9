import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotCanonical } from './canonical-text.ts'
import { buildLine, checkLine, genesisHash, sha256 } from './chain.ts'
import { prepareEvent } from './prepare.ts'
import { FastLine } from './fast-line.ts'
import { LineProof } from './line-proof.ts'

const head = { size: 41, hash: genesisHash('localhost', 8088) }
const context = { logId: 'log', writer: 'studio:1:ab', loggedAt: '2026-11-22T13:01:43.807Z' }
const defaults = { actor: 'cli:anna', timestamp: '2026-11-22T13:01:43.000Z' }

function lineOf(event: object, late = false): string {
  const { parts } = prepareEvent({ eventType: 'x', ...event }, defaults)
  return buildLine(head, parts, context, late).line.slice(0, -1)
}

const fast = new FastLine()
/** As it stands in the middle of others. */
function fastTakes(line: string): boolean {
  const bytes = Buffer.from(`}\n${line}\n{"current_hash`, 'latin1')
  return fast.read(bytes, 2, 2 + line.length)
}

function slowTakes(line: string): boolean {
  try {
    checkLine(line)
    return true
  } catch (error) {
    if (error instanceof NotCanonical) return false
    throw error
  }
}

/** The same line with the hash that its event has now, so that only its form is judged. */
function rehashed(line: string): string {
  const found = /^\{"current_hash": ".{64}", "event": (.*), "previous_hash": "(.{64})", "witness/s.exec(line)
  if (found === null) return line
  const [, event = '', previous = ''] = found
  return line.replace(/^(\{"current_hash": ").{64}/s, `$1${sha256(previous + event)}`)
}

describe('the fast reading of a line', () => {
  it('takes the lines that we write, and finds what is where', () => {
    const params = {
      channel: 0,
      title: 'Köln "😀" \\ \n\u007f',
      list: [1, -2, [], {}, null, true, false],
      a: { b: {} },
    }
    const line = lineOf({ operationId: 'op-1', epoch: 7, params, result: 'ok' })
    expect(fastTakes(line)).toBe(true)
    const at = (begin: number, end: number): string => line.slice(begin - 2, end - 2)
    expect(at(fast.current, fast.current + 64)).toBe(line.slice(18, 82))
    expect(sha256(head.hash + at(fast.eventBegin, fast.eventEnd))).toBe(line.slice(18, 82))
    expect(at(fast.previous, fast.previous + 64)).toBe(head.hash)
    expect(at(fast.typeBegin, fast.typeEnd)).toBe('"x"')
    expect(at(fast.logIdBegin, fast.logIdEnd)).toBe('"log"')
    expect(at(fast.loggedAtBegin, fast.loggedAtEnd)).toBe(`"${context.loggedAt}"`)
    expect(at(fast.operationBegin, fast.operationEnd)).toBe('"op-1"')
    expect(fast.sequence).toBe(42)
    expect(fastTakes(lineOf({}, true))).toBe(true)
    expect(fast.operationBegin).toBe(-1)
  })

  it('leaves to the slow one what it need not know', () => {
    for (const result of [1.5, 1e300, -0, 2 ** 53, { ö: 1 }, { 'a"': 1 }]) {
      const line = lineOf({ result })
      expect([result, fastTakes(line), slowTakes(line)]).toEqual([result, false, true])
    }
    const more = rehashed(lineOf({}).replace('"writer": "studio', '"x": 1, "writer": "studio'))
    expect([fastTakes(more), slowTakes(more)]).toEqual([false, false])
    const last = rehashed(lineOf({}).replace('"}, "previous', '", "x": 1}, "previous'))
    expect([fastTakes(last), slowTakes(last)]).toEqual([false, true])
  })

  it('never takes a line that the slow one refuses', { timeout: 60_000 }, () => {
    const name = fc.stringMatching(/^[a-z_0]{0,3}$/)
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.constantFrom(null, true, false, 0, 1.5),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(name, tie('json'), { maxKeys: 3 }),
      ),
    }))
    const event = fc.record({
      params: fc.dictionary(name, json, { maxKeys: 3 }),
      result: json,
      operationId: fc.option(fc.string({ minLength: 1, unit: 'binary', maxLength: 4 })),
      epoch: fc.option(fc.nat()),
    })
    const piece = fc.oneof(
      fc.constantFrom('"', '\\', '\\u00e9', '\\u00E9', '\\u0041', '\\/', '0', '-', '.', 'e', ' ', ', ', ': ', '{', '}'),
      fc.constantFrom('[', ']', 'null', '-0', '00', '1.0', '\u007f', '\u0000', '\t', 'é', '"late": true, ', '"a": 1, '),
      fc.string({ unit: 'binary-ascii', maxLength: 2 }),
    )
    const change = fc.record({ where: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 3 }), piece })
    let taken = 0
    fc.assert(
      fc.property(event, fc.array(change, { maxLength: 2 }), fc.boolean(), (given, changes, late) => {
        const whole = lineOf(given, late)
        const changed = changes.reduce((line, { where, cut, piece }) => {
          const at = Math.floor(where * line.length)
          return line.slice(0, at) + piece + line.slice(at + cut)
        }, whole)
        const line = rehashed(changed)
        if (!fastTakes(line)) return
        taken++
        expect([line, slowTakes(line)]).toEqual([line, true])
      }),
      { numRuns: 8000 },
    )
    expect(taken).toBeGreaterThan(800)
  })

  it('never takes a line with a single bit changed in its form', () => {
    const line = lineOf({ operationId: 'op', params: { a: [1, 20], b: { c: 'x\u00e9\n' } }, result: true })
    const bytes = Buffer.from(line, 'latin1')
    const wrong: string[] = []
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const text = rehashed(changed.toString('latin1'))
      if (fastTakes(text) && !slowTakes(text)) wrong.push(text)
    }
    expect(wrong).toEqual([])
  })
})

describe('the proof of a line', () => {
  const proof = new LineProof()
  const line = lineOf({ operationId: 'op', params: { a: [1, 20], b: { c: 'x\u00e9' } }, result: true })

  it('holds for a line of ours, and for no other', () => {
    expect(proof.proves(line)).toBe(true)
    expect(proof.proves(line.replace('cli:anna', 'cli:hans'))).toBe(false)
    expect(proof.proves(rehashed(line.replace('cli:anna', 'cli:hans')))).toBe(true)
    expect(proof.proves(`${line.slice(0, -1)}${' '.repeat(70_000)}}`)).toBe(false)
    expect(proof.proves('')).toBe(false)
    expect(proof.proves(line)).toBe(true)
  })

  it('holds for none with a single bit changed', () => {
    const bytes = Buffer.from(line, 'latin1')
    const taken: number[] = []
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      if (proof.proves(changed.toString('latin1'))) taken.push(bit)
    }
    expect(taken).toEqual([])
  })
})
