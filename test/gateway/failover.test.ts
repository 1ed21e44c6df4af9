import { describe, expect, it } from 'vitest'
import type { Gateway, GatewayEvent, OutputSpec } from '../../src/gateway/index.ts'
import { FrameGaps } from '../support/frame-gaps.ts'
import { numberedSource } from '../support/numbered-source.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { sickRelay } from '../support/sick-relay.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { becomes, outputOf, srtSpec, unbroken } from './srt-support.ts'
import {
  addOutput,
  envelope,
  everythingOnDisk,
  gateway,
  listen,
  openFeed,
  rtmpSpec,
  temporaryFolder,
} from './support.ts'

type Backup = NonNullable<(OutputSpec & { kind: 'rtmp' })['backup']>

function withBackup(mainPort: number, backupPort: number, more: Partial<Backup> = {}): OutputSpec {
  const backup = { url: `rtmp://127.0.0.1:${backupPort}/second`, key: 'SECRET-second', keyFingerprint: null, ...more }
  return { ...rtmpSpec('tv', mainPort, 'SECRET-first'), backup: { afterSeconds: 1, ...backup } }
}

/** A receiver of one address, and the frames of both in one count. */
function addressOf(frames: FrameGaps, acceptKey: (app: string, key: string) => boolean = () => true) {
  return receiver({
    acceptKey,
    onPacket: (_packet, mark) => {
      if (mark !== null) frames.frame(mark.number, Date.now())
    },
  })
}

const use = (control: Gateway, address: 'main' | 'backup', outputId = 'tv') =>
  control.send({ ...envelope(), kind: 'output.use', params: { outputId, address } })

const switches = (events: readonly GatewayEvent[]) =>
  events.filter(({ kind }) => kind === 'output.switched').map(({ code }) => code)

describe('a destination with a backup address', () => {
  it('goes on by the backup when the main one is away, at a key frame, and says so; back when told, without a frame lost', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const all = new FrameGaps()
    const roles: string[] = []
    await using main = await addressOf(all)
    await using second = await receiver({
      onPacket: ({ kind, role }, mark) => {
        if (kind === 'video') roles.push(role)
        if (mark !== null) all.frame(mark.number, Date.now())
      },
    })
    await using way = await sickRelay(main.port)
    const feed = await openFeed(control)
    await using source = await numberedSource(feed)
    await addOutput(control, withBackup(way.port, second.port))
    await until('live', () => main.framesReceived > 30)
    expect((await outputOf(control, 'tv')).failover).toMatchObject({ inUse: 'main', why: null })

    await way.refuse()
    await until('the backup carries on', () => second.framesReceived > 30)
    expect(second.keys.map((key) => key.reveal())).toEqual(['SECRET-second'])
    expect(roles.slice(0, 2)).toEqual(['config', 'key'])
    const carried = await outputOf(control, 'tv')
    expect(carried).toMatchObject({ state: 'live', reconnects: 1, target: `rtmp://127.0.0.1:${way.port}/app` })
    expect(carried.failover).toMatchObject({
      inUse: 'backup',
      why: expect.stringMatching(/closed the connection|nothing accepts|hung up/),
      backup: `rtmp://127.0.0.1:${second.port}/second`,
    })
    const kinds = heard.events.filter(({ outputId, kind }) => outputId === 'tv' && kind !== 'health.changed')
    expect(kinds.map(({ kind }) => kind)).toEqual(['output.live', 'output.lost', 'output.switched', 'output.recovered'])
    expect(kinds[2]).toMatchObject({
      code: 'backup',
      message: expect.stringContaining('goes on by its backup address'),
    })

    const reasons = async () => (await outputOf(control, 'tv')).health.reasons.map(({ code }) => code)
    expect(await reasons()).toContain('on_backup_address')

    await way.heal()
    const before = { gaps: all.gaps.length, main: main.framesReceived }
    await use(control, 'main')
    await until('it is back', () => main.framesReceived > before.main + 60)
    await until('the backup is let go', () => second.publishers === 0)
    expect(all.gaps.length).toBe(before.gaps)
    expect(all.again).toBe(0)
    expect((await outputOf(control, 'tv')).failover).toMatchObject({ inUse: 'main', why: 'It was told to.' })
    expect(await reasons()).not.toContain('on_backup_address')
    await until('it is told', () => switches(heard.events).length === 2)
    expect(switches(heard.events)).toEqual(['backup', 'main'])
    expect((await outputOf(control, 'tv')).reconnects).toBe(1)

    await source.stop()
    const told = JSON.stringify([await control.status(), heard.events]) + (await everythingOnDisk(folder.path))
    expect(told).not.toContain('SECRET')
  })

  it('leaves a main address that refuses the key at once', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using main = await receiver({ acceptKey: () => false })
    await using second = await receiver()
    const feed = await openFeed(control)
    await using _source = await numberedSource(feed)
    await addOutput(control, withBackup(main.port, second.port, { afterSeconds: 600 }))
    await until('the backup carries on', () => second.framesReceived > 10)
    expect(main.refused).toBe(1)
    const { failover } = await outputOf(control, 'tv')
    expect(failover).toMatchObject({ inUse: 'backup', why: expect.stringContaining('refused the stream') })
  })

  it('leaves a main address that accepts and never answers, long before that try would end', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using main = await receiver()
    await using way = await sickRelay(main.port)
    way.hang()
    await using second = await receiver()
    const feed = await openFeed(control)
    await using _source = await numberedSource(feed)
    await addOutput(control, withBackup(way.port, second.port))
    await until('the backup carries on', () => second.framesReceived > 10)
    expect(way.accepted).toBe(1)
    expect(main.publishes).toBe(0)
  })

  it('comes back by itself where that is the setting, and goes on by the backup while it cannot', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const all = new FrameGaps()
    await using main = await addressOf(all)
    await using way = await sickRelay(main.port)
    await using second = await addressOf(all)
    const feed = await openFeed(control)
    await using _source = await numberedSource(feed)
    await way.refuse()
    await addOutput(control, withBackup(way.port, second.port, { returnAfterSeconds: 1 }))
    await until('the backup carries on', () => second.framesReceived > 30)
    const failover = async () => (await outputOf(control, 'tv')).failover
    let stayed = await failover()
    for (let tries = 0; stayed?.stayedWhy == null && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      stayed = await failover()
    }
    expect(stayed).toMatchObject({ inUse: 'backup', stayedWhy: expect.stringContaining('nothing accepts connections') })
    await way.heal()
    await until('the main address has it', () => main.framesReceived > 30)
    expect(all.gaps).toEqual([])
    expect(switches(heard.events)).toEqual(['backup', 'main'])
  })

  it('goes back to the main address when the backup fails too, and is given up when both refuse', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    let accepts = true
    await using main = await receiver({ acceptKey: () => accepts })
    await using second = await receiver({ acceptKey: () => accepts })
    await using way = await sickRelay(main.port)
    await using otherWay = await sickRelay(second.port)
    const feed = await openFeed(control)
    await using _source = await numberedSource(feed)
    await way.refuse()
    await addOutput(control, withBackup(way.port, otherWay.port))
    await until('the backup carries on', () => second.framesReceived > 10)
    await way.heal()
    await otherWay.refuse()
    await until('the main address has it', () => main.framesReceived > 10)

    accepts = false
    const { url } = rtmpSpec('x', main.port)
    const backup = { url: `${url}/second`, key: 'k2', keyFingerprint: null }
    await addOutput(control, { ...rtmpSpec('refused', main.port, 'k1'), backup })
    for (let tries = 0; (await outputOf(control, 'refused')).state !== 'failed' && tries < 400; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await outputOf(control, 'refused')).toMatchObject({ state: 'failed', code: 'rejected' })
  })

  it('never sends twice to one place: main or backup, of one destination or of two', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using target = await receiver()
    const { port } = target
    const { key } = await openFeed(control)
    const twice = { url: `rtmp://127.0.0.1:${port}/app`, key: 'SECRET-first' }
    await expect(addOutput(control, withBackup(port, port, twice))).rejects.toMatchObject({ code: 'bad_target' })
    await expect(addOutput(control, withBackup(port, port, { key: key.reveal() }))).rejects.toMatchObject({
      code: 'bad_target',
    })
    await addOutput(control, withBackup(port, port))
    const asMain = { ...rtmpSpec('other', port, 'SECRET-second'), url: `rtmp://127.0.0.1:${port}/second` }
    await expect(addOutput(control, asMain)).rejects.toMatchObject({ code: 'conflict' })
    const asBackup = { ...rtmpSpec('other', port, 'mine'), backup: { ...twice, keyFingerprint: null } }
    await expect(addOutput(control, asBackup)).rejects.toMatchObject({ code: 'conflict' })
    // The same destination with another backup is another destination.
    await expect(addOutput(control, withBackup(port, port, { key: 'another' }))).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await addOutput(control, withBackup(port, port))).toMatchObject({ existed: true })
    const calledBackup = { address: `srt://127.0.0.1:${port}`, passphrase: null, streamId: null, keyFingerprint: null }
    const listener = srtSpec(await freeUdpPort(), { mode: 'listener', backup: calledBackup })
    await expect(addOutput(control, listener)).rejects.toMatchObject({ code: 'bad_target' })
    await expect(use(control, 'backup', 'nobody')).rejects.toMatchObject({ code: 'bad_target' })
    await addOutput(control, rtmpSpec('plain', port))
    await expect(use(control, 'backup', 'plain')).rejects.toMatchObject({ code: 'bad_target' })
  })

  it.runIf(needs('srt-live-transmit'))('by SRT too: the backup carries on when the receiver is gone', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const [mainPort, backupPort] = [await freeUdpPort(), await freeUdpPort()]
    await using main = srtLiveTransmit('127.0.0.1', mainPort, 'mode=listener')
    await using second = srtLiveTransmit('127.0.0.1', backupPort, 'mode=listener&passphrase=correct-horse-battery')
    const feed = await openFeed(control)
    await using source = await numberedSource(feed)
    const backup = {
      address: `srt://127.0.0.1:${backupPort}`,
      passphrase: 'correct-horse-battery',
      streamId: null,
      keyFingerprint: null,
      afterSeconds: 1,
    }
    await addOutput(control, srtSpec(mainPort, { backup }))
    await becomes(control, 'live')
    await until('the main one gets frames', () => main.stream.units.length > 30)
    await main.stop()
    await until('the backup carries on', () => second.stream.units.length > 60, 40_000)
    expect((await outputOf(control)).failover).toMatchObject({ inUse: 'backup' })
    await source.stop()
    expect(unbroken(second.numbers())).toBe(true)
  })
})
