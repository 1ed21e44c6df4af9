/**
 * A destination that was live and is away is live again within two seconds of its return: it is tried often enough, whatever
 * it speaks. What is asserted are the times between two tries; how long it took on this machine is printed.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { Gateway, OutputStatus } from '../../src/gateway/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { FrameGaps } from '../support/frame-gaps.ts'
import { numberedSource } from '../support/numbered-source.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit, type SrtReceiver } from '../support/srt.ts'
import { patient } from './isolation-support.ts'
import { Knocks, tcpDoor, tcpHole, udpDoor } from './return-support.ts'
import { becomes, outputOf, srtSpec } from './srt-support.ts'
import { addOutput, gateway, openFeed, rtmpSpec, temporaryFolder } from './support.ts'

const PROMISED_MS = 2000

/** What the gateway itself counts as tries, seen from outside. */
async function attempts(control: Gateway, outputId: string, knocks: Knocks, count: number): Promise<void> {
  let seen: number | null = null
  await eventually(
    async () => {
      const output = await outputOf(control, outputId)
      if (seen !== null && output.attempts > seen) knocks.knock()
      seen = output.attempts
      return knocks.count
    },
    (knocked) => knocked >= count,
    60_000,
  )
}

/** @returns ms until the frames flow again, for whoever reads the run */
async function back(what: string, sinceMs: number, flows: () => boolean, knocks: Knocks): Promise<void> {
  await until(`frames again: ${what}`, flows, 30_000)
  console.log(`${what}: ${knocks.text}; frames again ${Math.round(performance.now() - sinceMs)} ms after its return`)
}

/** How long Node takes to do nothing here and now. */
async function nodeStartMs(): Promise<number> {
  const from = performance.now()
  await promisify(execFile)(process.execPath, ['-e', ''])
  return performance.now() - from
}

const isAway = ({ state }: OutputStatus): boolean => state === 'retrying'

describe.runIf(needs('openssl'))('an RTMPS destination that was live', () => {
  it('is tried at least every two seconds while it is away, refused or cut off, and frames come when it is back', async () => {
    await using folder = await temporaryFolder()
    const certificates = makeCertificates()
    await using control = await gateway(folder.path, { destinationCa: certificates.ca })
    await using sick = await patient(certificates)
    await using _source = await numberedSource(await openFeed(control))
    const { relay } = sick
    await addOutput(control, { ...rtmpSpec('away', 0), url: `rtmps://localhost:${relay.port}/app` })
    await until('live', () => sick.frames.received > 10)

    // Nobody listens: what it counts as tries.
    using refused = new Knocks()
    await relay.refuse()
    await eventually(() => outputOf(control, 'away'), isAway)
    await attempts(control, 'away', refused, 8)
    expect(Math.max(...refused.gapsMs)).toBeLessThan(PROMISED_MS)
    // Somebody listens and is not ready: what arrives there.
    using cutOff = new Knocks()
    const door = await tcpDoor(relay.port, cutOff)
    await until('it has come often', () => cutOff.count >= 8, 30_000)
    await door[Symbol.asyncDispose]()
    expect(Math.max(...cutOff.gapsMs)).toBeLessThan(PROMISED_MS)

    const seen = sick.frames.received
    await relay.heal()
    await back('RTMPS', performance.now(), () => sick.frames.received > seen, refused)
    const live = await eventually(
      () => outputOf(control, 'away'),
      ({ state }) => state === 'live',
    )
    expect(live).toMatchObject({ reconnects: 1, attempts: 0 })
  })

  it.runIf(process.platform === 'linux')(
    'is asked anew every two seconds though nothing at all is heard of it, as of a machine without power',
    async () => {
      await using folder = await temporaryFolder()
      const certificates = makeCertificates()
      await using control = await gateway(folder.path, { destinationCa: certificates.ca })
      await using sick = await patient(certificates)
      await using _source = await numberedSource(await openFeed(control))
      const { relay } = sick
      await addOutput(control, { ...rtmpSpec('away', 0), url: `rtmps://localhost:${relay.port}/app` })
      await until('live', () => sick.frames.received > 10)
      const { port } = relay
      await relay.refuse()
      using tries = new Knocks()
      const hole = await tcpHole(port)
      await eventually(
        () => outputOf(control, 'away'),
        ({ code }) => code === 'timeout',
      )
      await attempts(control, 'away', tries, 4)
      // It waits 1.5 s for an answer, asking twice meanwhile, and 0.8 s at most until the next try.
      expect(Math.max(...tries.gapsMs)).toBeLessThan(1500 + 800 + 500)
      await hole[Symbol.asyncDispose]()
      const seen = sick.frames.received
      await relay.heal()
      await back('RTMPS, not a packet answered', performance.now(), () => sick.frames.received > seen, tries)
    },
  )
})

describe.runIf(needs('srt-live-transmit'))('an SRT receiver that was live', () => {
  const frames = (receiver: SrtReceiver): number => receiver.stream.units.length

  it('is called at least every two seconds while it is away, and frames come when it is back', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using _source = await numberedSource(await openFeed(control))
    const port = await freeUdpPort()
    const first = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await addOutput(control, srtSpec(port))
    await until('live', () => frames(first) > 10, 30_000)
    await first.stop()
    await eventually(() => outputOf(control), isAway, 20_000)
    using calls = new Knocks()
    const door = await udpDoor(port, calls)
    // Two calls of three seconds and more, with what is between them.
    await until('it has called often', () => calls.count >= 30, 60_000)
    await door[Symbol.asyncDispose]()
    // Each call is made by a process of its own, which a busy machine starts slowly.
    expect(Math.max(...calls.gapsMs)).toBeLessThan(PROMISED_MS + (await nodeStartMs()))
    await using again = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await back('SRT, caller', performance.now(), () => frames(again) > 0, calls)
    await becomes(control, 'live')
  })

  it('is let in at once when it calls again: the listener is there all the time', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using _source = await numberedSource(await openFeed(control))
    const port = await freeUdpPort()
    await addOutput(control, srtSpec(port, { mode: 'listener' }))
    await eventually(
      () => outputOf(control),
      ({ code }) => code === 'nobody_called',
      20_000,
    )
    const first = srtLiveTransmit('127.0.0.1', port, 'mode=caller')
    await until('live', () => frames(first) > 10, 30_000)
    // Without a goodbye: libsrt finds that out after five seconds, and only then is there room for the next.
    await first.stop()
    await eventually(() => outputOf(control), isAway, 20_000)
    using none = new Knocks()
    await using again = srtLiveTransmit('127.0.0.1', port, 'mode=caller')
    await back('SRT, listener', performance.now(), () => frames(again) > 0, none)
    expect(await becomes(control, 'live')).toMatchObject({ reconnects: 1 })
  })
})

describe.runIf(needs('openssl') && needs('srt-live-transmit'))('a feed that comes back', () => {
  it('is at every destination at once, by RTMP, RTMPS and SRT, after a moment and after long', {
    timeout: 180_000,
  }, async () => {
    await using folder = await temporaryFolder()
    const certificates = makeCertificates()
    await using control = await gateway(folder.path, { destinationCa: certificates.ca })
    await using secure = await patient(certificates)
    const plain = new FrameGaps()
    await using target = await receiver({
      onPacket: (_packet, mark) => {
        if (mark !== null) plain.frame(mark.number, Date.now())
      },
    })
    const port = await freeUdpPort()
    await using receivers = new AsyncDisposableStack()
    const srtReceiver = (): SrtReceiver => receivers.use(srtLiveTransmit('127.0.0.1', port, 'mode=listener'))
    let srt = srtReceiver()
    await using source = await numberedSource(await openFeed(control))
    await addOutput(control, rtmpSpec('plain', target.port))
    await addOutput(control, { ...rtmpSpec('secure', 0), url: `rtmps://localhost:${secure.relay.port}/app` })
    await addOutput(control, srtSpec(port))
    const live = async (): Promise<boolean> =>
      (await control.status()).feeds.every(({ outputs }) => outputs.every(({ state }) => state === 'live'))
    const all = async (): Promise<void> => void (await eventually(live, (yes) => yes, 30_000))
    await all()

    // The connections are kept for a while: each gets the very first frame.
    const firstAfter = async (
      awayMs: number,
      meanwhile?: () => Promise<void>,
    ): Promise<{ readonly missed: readonly number[]; readonly tookMs: number }> => {
      source.cut()
      await eventually(
        () => control.status(),
        ({ feeds }) => feeds[0]?.state === 'lost',
      )
      await systemClock.sleep(awayMs)
      await meanwhile?.()
      const first = source.framesSent
      const seen = [plain.received, secure.frames.received]
      await source.comeBack()
      const sinceMs = performance.now()
      const arrived = (): number[] => srt.numbers().filter((number) => number >= first)
      await until(
        'frames are at all of them',
        () => plain.received > (seen[0] ?? 0) && secure.frames.received > (seen[1] ?? 0) && arrived().length > 0,
        30_000,
      )
      const tookMs = Math.round(performance.now() - sinceMs)
      await all()
      const missed = [plain, secure.frames].map(({ gaps }) => gaps.reduce((sum, { missing }) => sum + missing, 0))
      return { missed: [...missed, (arrived()[0] ?? 0) - first], tookMs }
    }
    const soon = await firstAfter(2000)
    expect(soon.missed).toEqual([0, 0, 0])
    // Longer than an idle connection is kept: each is made anew. This receiver ends when its caller says goodbye, so there is
    // another; by SRT it begins with a key frame, of which there is one a second.
    const late = await firstAfter(24_000, async () => {
      await srt.stop()
      srt = srtReceiver()
    })
    expect(late.missed.slice(0, 2)).toEqual([0, 0])
    console.log(
      `the feed is back: at all three after ${soon.tookMs} ms; after 24 s away, ${late.tookMs} ms, by SRT from frame ${late.missed[2] ?? 0} on`,
    )
  })
})
