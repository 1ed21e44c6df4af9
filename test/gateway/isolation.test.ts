/**
 * Destinations cannot hurt one another. `ISOLATION_MINUTES=5 npx vitest run test/gateway/isolation.test.ts` gives every
 * illness its full time, and prints how long each took to be live again.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { Gateway } from '../../src/gateway/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { FrameGaps } from '../support/frame-gaps.ts'
import { numberedSource } from '../support/numbered-source.ts'
import { needs, needsThat } from '../support/programs.ts'
import { receiver, until, type Receiver } from '../support/receiver.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { heldBytes } from '../support/waiting.ts'
import { illnesses, nameThatCanGo, patient } from './isolation-support.ts'
import { becomes, outputOf, srtSpec } from './srt-support.ts'
import { addOutput, gateway, openFeed, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

const disks = needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted')
const minutes = Number(process.env['ISOLATION_MINUTES'] ?? 0)
/** About 4 Mb/s, so that one that is slow shows before the system's own buffers have taken minutes of it. */
const FILL_BYTES = 16_000
const BYTES_PER_SECOND = 30 * FILL_BYTES + 47_000

/** Destinations that are well, and every frame that each of them got. */
class Healthy implements AsyncDisposable {
  readonly all: { readonly receiver: Receiver; readonly frames: FrameGaps }[] = []

  static async add(control: Gateway, count: number): Promise<Healthy> {
    const healthy = new Healthy()
    for (let at = 0; at < count; at++) {
      const frames = new FrameGaps()
      const one = await receiver({
        onPacket: (_packet, mark) => {
          if (mark !== null) frames.frame(mark.number, Date.now())
        },
      })
      healthy.all.push({ receiver: one, frames })
      await addOutput(control, rtmpSpec(`well-${at + 1}`, one.port))
    }
    await until('all that are well get frames', () => healthy.all.every(({ frames }) => frames.received > 10), 30_000)
    return healthy
  }

  /** Frames that any of them missed or got twice, once it has the last one. */
  async lost(framesSent: number): Promise<number> {
    await until(
      'the last frame is everywhere',
      () => this.all.every(({ frames }) => frames.lastNumber === framesSent - 1),
      30_000,
    )
    return this.all.reduce(
      (sum, { frames }) => sum + frames.again + frames.gaps.reduce((lost, { missing }) => lost + missing, 0),
      0,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.all) await one.receiver.stop()
  }
}

async function soon(what: string, holds: () => Promise<boolean>, ms = 30_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await systemClock.sleep(20)
  }
}

describe.runIf(needs('openssl'))('ten outputs of one feed, one of them ill', () => {
  it('no other loses a frame, memory is bounded, the sick one says what it has, and is live again when it is well', {
    timeout: 240_000 + minutes * 120_000,
  }, async () => {
    const certificates = makeCertificates()
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { destinationCa: certificates.ca })
    using name = nameThatCanGo()
    await using sick = await patient(certificates)
    const feed = await openFeed(control)
    await using source = await numberedSource(feed, FILL_BYTES)
    await using others = await Healthy.add(control, 9)
    await addOutput(control, { ...rtmpSpec('sick', 0), url: `rtmps://localhost:${sick.relay.port}/app` })
    await until('the sick one is well at first', () => sick.frames.received > 10)
    const held = await heldBytes()
    let queued = 0
    const watching = setInterval(() => {
      const status = control.openChannels[0]?.status().outputs.find(({ outputId }) => outputId === 'sick')
      queued = Math.max(queued, status?.queuedBytes ?? 0)
    }, 100)
    const all = illnesses(sick, name, BYTES_PER_SECOND)
    const illMs = (minutes * 60_000) / all.length
    const report: string[] = []
    for (const illness of all) {
      const began = performance.now()
      await illness.begin()
      await soon(`it says: ${illness.name}`, async () => illness.says(await outputOf(control, 'sick')), 90_000)
      const said = performance.now()
      await systemClock.sleep(Math.max(0, illMs - (said - began) - 12_000))
      await illness.heal()
      const healed = Date.now()
      await until(
        `it is live again after: ${illness.name}`,
        () => sick.lastMs > healed + 50,
        illness.name === 'refuses the key' ? 60_000 : 30_000,
      )
      report.push(
        `${illness.name}: said after ${Math.round(said - began)} ms, frames ${sick.lastMs - healed} ms after its return`,
      )
      await soon('it says that it is live', async () => (await outputOf(control, 'sick')).state === 'live')
      // Long enough for the next loss to be one of a connection that had lasted.
      await systemClock.sleep(minutes > 0 ? 12_000 : 500)
    }
    clearInterval(watching)
    await source.stop()
    expect(await others.lost(source.framesSent)).toBe(0)
    // Two seconds of the stream, and what is on top of it: one frame, and what TLS holds.
    expect(queued).toBeLessThan(2 * BYTES_PER_SECOND + 500_000)
    const grown = (await heldBytes()) - held
    expect(grown).toBeLessThan(60 * 1024 * 1024)
    if (minutes > 0) {
      const counts = others.all.map(({ frames }) => frames.received)
      console.log(
        [
          ...report,
          `frames sent ${source.framesSent}, received ${counts.join(' ')}, lost by the nine: 0`,
          `queue at most ${queued} bytes, held ${Math.round(grown / 1024)} KiB more than at first`,
        ].join('\n'),
      )
    }
  })
})

describe('outputs of one feed', () => {
  it.runIf(needs('srt-live-transmit'))(
    'an SRT receiver that is gone costs the others nothing, and comes back',
    async () => {
      await using folder = await temporaryFolder()
      await using control = await gateway(folder.path)
      const feed = await openFeed(control)
      await using source = await numberedSource(feed)
      await using others = await Healthy.add(control, 3)
      const port = await freeUdpPort()
      const first = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
      await addOutput(control, srtSpec(port))
      await becomes(control, 'live')
      await first.stop()
      const gone = await becomes(control, 'retrying')
      expect(['closed', 'timeout']).toContain(gone.code)
      await using again = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
      await becomes(control, 'live')
      await until('it gets frames', () => again.stream.units.length > 20)
      await source.stop()
      expect(await others.lost(source.framesSent)).toBe(0)
    },
  )

  it.runIf(disks)('a recording whose disk is full costs the others nothing, and says so', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using disk = new SmallDisk(4096)
    const feed = await openFeed(control)
    await using source = await numberedSource(feed)
    await using others = await Healthy.add(control, 3)
    const path = join(disk.path, 'show.mkv')
    await addOutput(control, { kind: 'file', outputId: 'file', name: 'File', path, format: 'MKV' })
    await soon('it records', async () => ((await outputOf(control, 'file')).file?.frames ?? 0) > 10)
    await disk.fill()
    await soon('it says so', async () => (await outputOf(control, 'file')).state === 'failed')
    expect(await outputOf(control, 'file')).toMatchObject({ code: 'disk_full' })
    await source.stop()
    expect(await others.lost(source.framesSent)).toBe(0)
  })

  it('are added, changed and taken off while it runs; the others lose nothing', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    await using source = await numberedSource(feed)
    await using others = await Healthy.add(control, 4)
    await using guest = await receiver()
    for (let round = 0; round < 12; round++) {
      const before = guest.framesReceived
      await addOutput(control, rtmpSpec('guest', guest.port, `key-${round}`))
      if (round % 3 === 0) await until('it gets frames', () => guest.framesReceived > before + 5)
      await removeOutput(control, 'guest')
    }
    await source.stop()
    expect(await others.lost(source.framesSent)).toBe(0)
    expect(guest.publishes).toBeGreaterThanOrEqual(4)
  })

  it('fifty of them get every frame', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    await using source = await numberedSource(feed)
    await using all = await Healthy.add(control, 50)
    const from = source.framesSent
    await until('five seconds more', () => source.framesSent > from + 150, 60_000)
    await source.stop()
    expect(await all.lost(source.framesSent)).toBe(0)
  })
})
