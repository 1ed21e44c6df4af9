import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { audioPacket, findGateway, publishRtmp, videoPacket, type RtmpPublication } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { noFaults } from '../../src/simulator/media/index.ts'
import { start } from '../cli/vmixctl.ts'
import { collectingServer } from '../support/collecting-sink.ts'
import { until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { frame } from './sources.ts'
import { addOutput, envelope, gateway, listen, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

function open(url: string, key: Secret): Promise<RtmpPublication> {
  return publishRtmp({ url, key, signal: AbortSignal.timeout(5000), clock: systemClock })
}

describe('who may publish', () => {
  it('gives each feed its own unguessable key, the same one when it is opened again', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { advertise: 'studio.example:1999' })
    const one = await openFeed(control)
    const other = await openFeed(control, 1)
    const again = await control.send({ ...envelope(), kind: 'feed.open', params: {} })
    expect(one.url).toBe('rtmp://studio.example:1999/live')
    expect(one.key.reveal()).toMatch(/^[\w-]{32}$/)
    expect(other.key.reveal()).not.toBe(one.key.reveal())
    expect(again).toMatchObject({ existed: true, key: one.key.reveal() })
  })

  it('refuses a wrong key, a wrong app and a second publisher, and tells of it without flooding the journal', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const { url, key } = await openFeed(control)
    await expect(open(url, new Secret(`${key.reveal().slice(0, -1)}~`))).rejects.toMatchObject({ code: 'rejected' })
    await expect(open(url.replace('/live', '/other'), key)).rejects.toMatchObject({ code: 'rejected' })
    await using _first = await open(url, key)
    await expect(open(url, key)).rejects.toMatchObject({ code: 'rejected' })
    await until('it is told', () => heard.kinds().includes('publisher.refused'))
    expect(heard.kinds().filter((kind) => kind === 'publisher.refused')).toHaveLength(1)
    expect(JSON.stringify(heard.events)).not.toContain(key.reveal().slice(0, -1))
  })

  it('lets the same publisher in again when its old connection has gone silent', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const feed = await openFeed(control)
    let stall = false
    await using _halfOpen = publish(feed, () => ({ ...noFaults, stall }))
    await until('live', () => heard.kinds().includes('feed.live'))
    stall = true
    await until('stalled', () => heard.kinds().includes('feed.stalled'))
    await using next = await open(feed.url, feed.key)
    next.write(frame(0, 100, true))
    await until('live again', () => heard.kinds().filter((kind) => kind === 'feed.live').length === 2)
    const kinds = heard.kinds().filter((kind) => kind.startsWith('feed.'))
    expect(kinds).toEqual(['feed.published', 'feed.live', 'feed.stalled', 'feed.lost', 'feed.published', 'feed.live'])
  })

  it('lets a second publisher take over where that is set: the outputs go on with it', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { onSecondPublisher: 'take_over' })
    using heard = listen(control)
    const { url, key } = await openFeed(control)
    await using end = await collectingServer()
    await addOutput(control, rtmpSpec('far', end.server.port))
    await using first = await open(url, key)
    first.write(frame(0, 100, true))
    await until('live', () => heard.kinds().includes('feed.live'))
    await using second = await open(url, key)
    expect(await first.closed).toMatchObject({ message: expect.stringContaining('Taken over by 127.0.0.1') })
    second.write(frame(0, 200, true))
    await until('its picture is there', () => end.packets.some(({ body }) => body.length === 200))
    await until('live again', () => heard.kinds().filter((kind) => kind === 'feed.live').length === 2)
    const kinds = heard.kinds().filter((kind) => kind.startsWith('feed.'))
    expect(kinds).toEqual(['feed.published', 'feed.live', 'feed.lost', 'feed.published', 'feed.live'])
    expect(heard.events.find(({ kind }) => kind === 'feed.lost')?.message).toContain('Taken over by 127.0.0.1')
    expect(end.requests).toHaveLength(1)
    expect((await control.status()).feeds[0]).toMatchObject({ state: 'live' })
  })

  it('lets it take over with --second-publisher take-over', async () => {
    await using folder = await temporaryFolder()
    const own = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0', '--exit-with', `${process.pid}`]
    const running = start([
      'gateway',
      '--data',
      folder.path,
      '--no-supervisor',
      '--second-publisher',
      'take-over',
      ...own,
    ])
    try {
      const control = await eventually(
        () => findGateway({ dataFolder: folder.path, clock: systemClock }).catch(() => null),
        (found) => found !== null,
        20_000,
      )
      if (control === null) throw new Error('it does not answer')
      const { url, key } = await openFeed(control)
      await using first = await open(url, key)
      await using _second = await open(url, key)
      expect(await first.closed).toMatchObject({ message: expect.stringContaining('Taken over') })
    } finally {
      running.child.kill('SIGTERM')
      await running.ended
    }
  })

  it('says what of a stream cannot be used, and leaves the connection', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const { url, key } = await openFeed(control)
    await using publication = await open(url, key)
    const old = videoPacket(Buffer.from('14aabbcc', 'hex'), 0, 0)
    publication.write(old)
    publication.write(old)
    publication.write(audioPacket(Buffer.from('2ffffb', 'hex'), 20, 0))
    publication.write(videoPacket(Buffer.from('966168766331010000', 'hex'), 40, 0))
    const unfit = () => heard.events.filter(({ kind }) => kind === 'feed.unfit')
    await until('all three are told', () => unfit().length === 3)
    expect(unfit().map(({ code }) => code)).toEqual(['picture_unsupported', 'sound_unsupported', 'further_tracks'])
    const [feed] = (await control.status()).feeds
    expect(feed).toMatchObject({ state: 'waiting', publisher: { remote: expect.any(String) } })
    expect(feed?.why).toMatch(/VP6.*Set the encoder to H\.264.*MP3.*several tracks/)
    await until('it is critical', () => heard.events.some(({ health }) => health?.after.healthStatus === 'critical'))
    expect((await control.status()).feeds[0]?.health.reasons[0]).toMatchObject({
      code: 'feed_unfit',
      message: expect.stringContaining('VP6'),
    })
    publication.write(frame(2, 100, true))
    await until('it begins all the same', () => heard.kinds().includes('feed.live'))
  })

  it('tells a goodbye from a lost connection', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const { url, key } = await openFeed(control)
    const polite = await open(url, key)
    await polite.close()
    await until('ended', () => heard.kinds().includes('feed.ended'))
    const cut = await open(url, key)
    cut.write(videoPacket(frame(0, 100, true).body, 0, 0))
    await until('live', () => heard.kinds().includes('feed.live'))
    cut.drop()
    await until('lost', () => heard.kinds().includes('feed.lost'))
    expect((await control.status()).feeds[0]).toMatchObject({ state: 'lost', health: { healthStatus: 'critical' } })
  })

  it('voids the key and sends the publisher away when the feed is closed', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const { url, key } = await openFeed(control)
    const publication = await open(url, key)
    const reply = await control.send({ ...envelope(), kind: 'feed.close', params: {} })
    expect(reply.feed).toMatchObject({ state: 'ended', publisher: null })
    expect(await publication.closed).toMatchObject({ code: expect.stringMatching(/closed|rejected/) })
    await expect(open(url, key)).rejects.toMatchObject({ code: 'rejected' })
    expect(await control.send({ ...envelope(), kind: 'feed.close', params: {} })).toMatchObject({ feed: null })
  })
})
