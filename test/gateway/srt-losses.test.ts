import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LossEstimate } from '../../src/gateway/outputs/srt/native/loss-estimate.ts'

/** What libsrt counted on real connections through a line that loses at random, and what that line had lost. */
const TRACES = join(import.meta.dirname, 'srt-losses')

function readTrace(name: string) {
  const text = readFileSync(join(TRACES, name), 'utf8')
  const [, packets = 0, lost = 0] = (/(\d+) data packets, (\d+) lost/.exec(text) ?? []).map(Number)
  const rows = text.split('\n').filter((line) => /^\d/.test(line))
  const looks = rows.map((line) => {
    const [atMs = 0, sent = 0, sentAgain = 0, reports = 0, listed = 0, rttMs = 0] = line.split(' ').map(Number)
    return { atMs, counts: { sent, sentAgain, reports, listed, rttMs } }
  })
  return { lost, share: lost / packets, looks }
}

describe('losses, told from what libsrt counts,', () => {
  for (const name of readdirSync(TRACES)) {
    it(`agree within 10 % with what the line lost: ${name}`, () => {
      const { lost, share, looks } = readTrace(name)
      const estimate = new LossEstimate(0)
      for (const { counts, atMs } of looks) estimate.see(counts, atMs)
      const { sent, sentAgain, listed } = looks.at(-1)?.counts ?? { sent: 0, sentAgain: 0, listed: 0 }
      const { packetsLost } = estimate
      expect(Math.abs(packetsLost / (sent - sentAgain + packetsLost) / share - 1)).toBeLessThan(0.1)
      // Its own counters do not: what was sent again is more, what was listed far more.
      expect(sentAgain / lost).toBeGreaterThan(1.14)
      expect(listed / lost).toBeGreaterThan(1.7)
    })
  }
})
