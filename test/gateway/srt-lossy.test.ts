import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { Gateway } from '../../src/gateway/index.ts'
import { lossyRelay, type LossyRelay, seededRandom } from '../support/lossy-relay.ts'
import { needs } from '../support/programs.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { publishAtFullRate } from './full-rate.ts'
import { becomes, outputOf, srtSpec, unbroken } from './srt-support.ts'
import { addOutput, gateway, openFeed, publish, removeOutput, temporaryFolder } from './support.ts'

/** Packets that have just been lost, and that no report has told of yet. */
const NOT_YET_KNOWN = 3

/** How far our figure is from what the line lost, of all data packets until now, and how far it may be. */
async function difference(control: Gateway, relay: LossyRelay) {
  const { srt } = await outputOf(control)
  const { packetsSent = 0, packetsRetransmitted = 0, packetsLost } = srt?.figures ?? {}
  const lost = packetsLost ?? Number.NaN
  const [ours, theirs] = [lost / (packetsSent - packetsRetransmitted + lost), relay.dataDropped / relay.dataPackets]
  return { is: Math.abs(ours - theirs), mayBe: theirs * 0.1 + NOT_YET_KNOWN / relay.dataPackets }
}

describe.runIf(needs('srt-live-transmit'))('SRT out over a line that loses packets', () => {
  for (const [lossPercent, delayMs] of [
    [0, 20],
    [5, 20],
    [10, 40],
  ] as const) {
    it(`${lossPercent} % lost, ${delayMs} ms and jitter: every frame arrives, and our figure is what was lost, within 10 %`, async () => {
      await using folder = await temporaryFolder()
      await using control = await gateway(folder.path)
      const toPort = await freeUdpPort()
      await using receiver = srtLiveTransmit('127.0.0.1', toPort, 'mode=listener')
      await using relay = await lossyRelay({ toPort, lossPercent, delayMs, jitterMs: 5, random: seededRandom(7) })
      const feed = await openFeed(control)
      await using sender = await publishAtFullRate(feed)
      await addOutput(control, srtSpec(relay.port, { latencyMs: 16 * delayMs + 360 }))
      await becomes(control, 'live')
      let off = { is: Number.NaN, mayBe: 0 }
      // Some 200 losses; on a machine so busy that the line itself stands still at times, up to 800 of them.
      for (let turn = 0; turn < 4 && !(off.is <= off.mayBe); turn++) {
        await systemClock.sleep(10_000)
        off = await difference(control, relay)
      }
      await sender.stop()
      await systemClock.sleep(1500)
      const { srt } = await outputOf(control)
      await removeOutput(control, 'studio')
      await receiver.stop()
      expect(srt?.figures?.rttMs ?? 0).toBeGreaterThan(2 * delayMs)
      expect(off.is).toBeLessThanOrEqual(off.mayBe)
      const numbers = receiver.numbers()
      expect(unbroken(numbers)).toBe(true)
      expect(numbers.at(-1)).toBe(sender.framesSent - 1)
    })
  }

  it('too little latency is a verdict that says how much it takes', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const toPort = await freeUdpPort()
    await using _receiver = srtLiveTransmit('127.0.0.1', toPort, 'mode=listener')
    const line = { toPort, lossPercent: 6, delayMs: 45, jitterMs: 5, random: seededRandom(11) }
    await using relay = await lossyRelay(line)
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    await addOutput(control, srtSpec(relay.port, { latencyMs: 120 }))
    const output = await eventually(
      () => outputOf(control),
      ({ health }) => health.reasons.some(({ code }) => code === 'srt_loss'),
      40_000,
    )
    const reason = output.health.reasons.find(({ code }) => code === 'srt_loss')
    expect(reason?.message).toMatch(/^Loss [\d.]+ % at RTT \d+ ms\.$/)
    expect(reason?.action).toMatch(/^Raise latency to at least (?:3[5-9]|4\d|5\d)0 ms/)
  })
})
