import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { createServer, isIP, type Socket } from 'node:net'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { GoLiveRequest } from '../../src/controller/index.ts'
import { isRehearsalUrl } from '../../src/destinations/index.ts'
import { publishRtmp, readFrameMark } from '../../src/gateway/index.ts'
import { openRehearsal, type RehearsalState } from '../../src/rehearsal/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, type Show, startShow } from '../support/show.ts'

/** Names that nobody answers for: whoever looked them up would fail. */
const twitch = {
  name: 'Twitch',
  destinationId: 'twitch',
  rtmpUrl: 'rtmp://live.platform.invalid/app/',
  streamKey: 'live_REAL-twitch&key',
} as const
const tv = {
  name: 'TV',
  destinationId: 'tv',
  srtAddress: 'srt://studio.platform.invalid:9000',
  passphrase: 'REAL-tv&passphrase',
} as const
const real = /REAL-t/

const open = (more: Partial<Parameters<typeof openRehearsal>[0]> = {}) => openRehearsal({ clock: systemClock, ...more })

/** Every connection of this process from now on, and every name that it looks up: gateway, vMix's client and simulator are all here. */
function listenIn(): Disposable & { readonly remotes: readonly string[]; readonly names: readonly string[] } {
  const sockets: Socket[] = []
  const onSocket = (message: unknown) => void sockets.push((message as { readonly socket: Socket }).socket)
  const lookup = vi.spyOn(dns, 'lookup')
  subscribe('net.client.socket', onSocket)
  return {
    get names() {
      return lookup.mock.calls.map(([name]) => name).filter((name) => isIP(name) === 0)
    },
    get remotes() {
      return sockets.map(({ remoteAddress }) => remoteAddress ?? 'closed')
    },
    [Symbol.dispose]() {
      unsubscribe('net.client.socket', onSocket)
      lookup.mockRestore()
    },
  }
}

/** As somebody does it who presses vMix's own button. */
async function endInVMix({ controller, simulator }: Show): Promise<void> {
  await fetch(`http://127.0.0.1:${simulator.httpPort}/api/?Function=StopStreaming&Value=0`)
  await eventually(
    async () => (await controller.getStreamStatus()).streamChannels[0],
    (stream) => stream?.live === false && stream.destinations.every(({ state }) => state === 'waiting'),
  )
}

describe('a rehearsal through the gateway', () => {
  it('is the show to receivers here: every frame arrives at each, nothing is looked up, the real keys go nowhere', async () => {
    const numbers = new Map<string, number[]>()
    await using rehearsal = await open({
      onPacket({ destinationId }, { role, body }) {
        if (role !== 'key' && role !== 'delta') return
        const number = readFrameMark(body)?.number ?? -1
        numbers.set(destinationId, [...(numbers.get(destinationId) ?? []), number])
      },
    })
    await using show = await startShow({ gateway: true })
    const { controller } = show
    using heard = listenIn()
    const result = await controller.goLive({ destinations: [twitch, tv], record: { filename: 'r.mkv' }, rehearsal })
    expect(result).toMatchObject({
      success: true,
      rehearsal: true,
      message: 'Rehearsal. Stream 1: 2 of 2 destinations live; recording.',
      destinations: [
        {
          success: true,
          rehearsal: true,
          via: 'gateway',
          verification: 'media',
          destination: { destinationId: 'twitch' },
        },
        { success: true, rehearsal: true, message: expect.stringContaining('by RTMP: the way by SRT is not tried') },
      ],
      recording: { success: true },
    })
    await eventually(
      () => ['twitch', 'tv'].map((destinationId) => rehearsal.arrived({ instance: 'test', channel: 0, destinationId })),
      (arrived) => arrived.every((each) => each !== null && each.frames > 60 && each.fps !== null),
      30_000,
    )
    const status = await controller.getStreamStatus()
    // vMix to the gateway, and the gateway to each receiver, at least.
    expect(heard.remotes.filter((remote) => remote === '127.0.0.1').length).toBeGreaterThanOrEqual(3)
    expect(heard.remotes.filter((remote) => remote !== '127.0.0.1' && remote !== 'closed')).toEqual([])
    expect(heard.names).toEqual([])
    expect(status.streamChannels[0]).toMatchObject({ live: true, rehearsal: true, destinations: [{}, {}] })
    expect(status.streamChannels[0]?.destinations.every(({ url }) => isRehearsalUrl(url))).toBe(true)

    expect(await controller.stopStream()).toMatchObject({ success: true, recordings: [{}] })
    const arrived = ['twitch', 'tv'].map((destinationId) =>
      rehearsal.arrived({ instance: 'test', channel: 0, destinationId }),
    )
    expect(arrived.map((each) => each?.frames)).toEqual([...numbers.values()].map(({ length }) => length))
    for (const sent of numbers.values()) {
      expect(sent).toEqual(Array.from({ length: sent.length }, (_, at) => (sent[0] ?? 0) + at))
    }
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({ live: false, rehearsal: false })

    const log = await logOf(controller)
    const said = log.map(({ event }) => event).filter(({ params }) => params?.['rehearsal'] === true)
    expect(said.map(({ event_type }) => event_type)).toEqual([
      'operation_requested',
      'operation_requested',
      'stream_started',
      'stream_started',
    ])
    const written: string[] = []
    for (const entry of await readdir(show.dataFolder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const text = await readFile(join(entry.parentPath, entry.name), 'latin1')
      if (real.test(text) || text.includes('.invalid')) written.push(entry.name)
    }
    expect(written).toEqual([])
    expect(JSON.stringify([result, status, show.simulator.received])).not.toMatch(/REAL-t|platform\.invalid/)
  })

  it('finds what the show would be refused for: a key that is missing, an address that is wrong', async () => {
    await using rehearsal = await open()
    await using show = await startShow({ gateway: true })
    const destinations: GoLiveRequest['destinations'] = [
      { ...twitch, streamKey: { kind: 'env', name: 'NO_SUCH_KEY_IS_SET' } },
      { ...tv, passphrase: 'short' },
    ]
    const result = await show.controller.goLive({ destinations, rehearsal })
    expect(result).toMatchObject({
      success: false,
      destinations: [
        { error: 'validation_error', message: expect.stringContaining('NO_SUCH_KEY_IS_SET') },
        { error: 'validation_error', message: expect.stringContaining('passphrase') },
      ],
    })
    expect(JSON.stringify(show.simulator.received)).not.toContain('StartStreaming')
  })

  it('and a show are never in one stream: the show waits, or replaces all of it with its recording', async () => {
    await using rehearsal = await open()
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    const destinations = [twitch, tv]
    expect(await controller.goLive({ destinations, rehearsal, record: { filename: 'r.mkv' } })).toMatchObject({
      success: true,
    })
    for (const refused of [
      await controller.startRtmpStream(live),
      await controller.startSrtStream(tv),
      (await controller.goLive({ destinations: [live] })).destinations[0],
    ]) {
      expect(refused).toMatchObject({ error: 'channel_busy', message: expect.stringContaining('Stop the rehearsal') })
    }
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({
      rehearsal: true,
      destinations: [{ state: 'live' }, { state: 'live' }],
    })
    expect(platform.publishes).toBe(0)

    const replaced = await controller.goLive({ destinations: [live], record: { filename: 's.mkv' }, replace: true })
    expect(replaced).toMatchObject({
      success: true,
      destinations: [{ message: expect.stringContaining('The rehearsal was ended.') }],
    })
    const now = (await controller.getStreamStatus()).streamChannels[0]
    expect(now).toMatchObject({ rehearsal: false, destinations: [{ destinationId: 'twitch', state: 'live' }] })
    expect(now?.destinations).toHaveLength(1)
    expect(now?.recordings.flatMap(({ files }) => files)).toEqual([expect.stringMatching(/s\.mkv$/)])
    expect(platform.keys.map((key) => key.reveal())).toEqual([twitch.streamKey])

    // The other way round nothing is ended, whatever is said.
    for (const replace of [false, true]) {
      expect(await controller.goLive({ destinations, rehearsal, replace })).toMatchObject({
        success: false,
        destinations: [{ error: 'channel_busy' }, { error: 'channel_busy' }],
      })
    }
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({
      rehearsal: false,
      destinations: [{ state: 'live' }],
    })
    expect(platform.publishers).toBe(1)
  })

  it('that vMix sends no more is left over: the show ends it, says so, and needs no replace', async () => {
    await using rehearsal = await open()
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const rehearsed = await controller.goLive({ destinations: [twitch, tv], rehearsal, record: { filename: 'r.mkv' } })
    expect(rehearsed).toMatchObject({ success: true })
    await endInVMix(show)
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    expect(await controller.goLive({ destinations: [live] })).toMatchObject({
      success: true,
      endedRehearsal: true,
      destinations: [{ message: expect.stringContaining('A rehearsal that was left over was ended.') }],
    })
    const [now] = (await controller.getStreamStatus()).streamChannels
    expect(now).toMatchObject({ live: true, rehearsal: false, recordings: [] })
    expect(now?.destinations).toMatchObject([{ destinationId: 'twitch', state: 'live' }])
    const [started] = (await logOf(controller, 'stream_started')).slice(-1)
    expect(started?.event.result).toMatchObject({ ended_rehearsal: true, ended_before: ['twitch', 'tv'] })
    expect(platform.publishers).toBe(1)
  })

  it('is refused where vMix sends a show no more that nobody has stopped, and told just that', async () => {
    await using rehearsal = await open()
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    expect(await controller.goLive({ destinations: [live] })).toMatchObject({ success: true })
    await endInVMix(show)
    expect((await controller.goLive({ destinations: [twitch], rehearsal })).destinations).toMatchObject([
      { error: 'channel_busy', message: expect.stringContaining('off, and nobody has stopped the show') },
    ])
    expect(await controller.stopStream()).toMatchObject({ success: true })
    expect(await controller.goLive({ destinations: [twitch], rehearsal })).toMatchObject({ success: true })
  })

  it('on a disk that hangs goes on, says that it is not kept, and holds up no show and no end', async () => {
    const problems: string[] = []
    const memory = { read: () => Promise.resolve(null), write: () => new Promise<void>(() => undefined) }
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    {
      await using rehearsal = await open({ memory, onProblem: (message) => problems.push(message) })
      expect(await controller.goLive({ destinations: [twitch, tv], rehearsal })).toMatchObject({ success: true })
      expect(problems).toEqual([expect.stringContaining('the disk does not answer')])
      expect(await controller.goLive({ destinations: [live], replace: true })).toMatchObject({ success: true })
    }
    expect(platform.publishers).toBe(1)
  })

  it('whose receiver does not come is ended by a stop, or given up, and the channel is free for the show', async () => {
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow({ gateway: true })
    const { controller, simulator } = show
    const asked = { times: 0 }
    const never = {
      receiverFor: () => {
        asked.times += 1
        return new Promise<never>(() => undefined)
      },
    }
    const stopped = controller.goLive({ destinations: [twitch], rehearsal: never })
    await eventually(
      () => asked.times,
      (times) => times === 1,
    )
    expect(await controller.stopStream()).toMatchObject({ success: true })
    expect((await stopped).destinations).toMatchObject([{ error: 'aborted' }])
    expect((await controller.goLive({ destinations: [twitch], rehearsal: never })).destinations).toMatchObject([
      { error: 'configuration_error', message: expect.stringContaining('none was given') },
    ])
    expect(simulator.received.filter((request) => request.function === 'StartStreaming')).toEqual([])
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    expect(await controller.goLive({ destinations: [live] })).toMatchObject({ success: true })
  })

  it('another destination may join it', async () => {
    await using rehearsal = await open()
    await using show = await startShow({ gateway: true })
    const { controller } = show
    expect(await controller.goLive({ destinations: [twitch], rehearsal })).toMatchObject({ success: true })
    expect(await controller.goLive({ destinations: [twitch, tv], rehearsal })).toMatchObject({
      success: true,
      destinations: [{ alreadyLive: true }, { alreadyLive: false }],
    })
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({
      rehearsal: true,
      destinations: [{ state: 'live' }, { state: 'live' }],
    })
  })

  it('comes back where it was when what holds the receivers was killed, and nobody else gets in', async () => {
    const kept: { state: RehearsalState | null } = { state: null }
    const memory = {
      read: () => Promise.resolve(kept.state),
      write: async (state: RehearsalState) => void (kept.state = structuredClone(state)),
    }
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const stream = { instance: 'test', channel: 0, destinationId: 'twitch' }
    {
      await using rehearsal = await open({ memory })
      expect(await controller.goLive({ destinations: [twitch], rehearsal })).toMatchObject({ success: true })
    }
    await eventually(
      async () => (await controller.getStreamStatus()).streamChannels[0]?.destinations[0]?.state,
      (state) => state === 'retrying',
    )
    await using again = await open({ memory })
    await eventually(
      () => again.arrived(stream)?.frames ?? 0,
      (frames) => frames > 20,
      30_000,
    )
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({ rehearsal: true })
    const { rtmpUrl, streamKey } = await again.receiverFor({ ...stream, name: 'Twitch' })
    for (const stranger of [
      { url: rtmpUrl, key: new Secret('guessed') },
      { url: rtmpUrl.replace('rehearsal', 'live'), key: streamKey },
    ]) {
      await expect(publishRtmp({ ...stranger, clock: systemClock, signal: AbortSignal.timeout(5000) })).rejects.toThrow(
        /./,
      )
    }
  })
})

describe('the receivers', () => {
  const stream = { instance: 'test', channel: 0, destinationId: 'twitch', name: 'Twitch' }

  /** Remembers as a file does. */
  function memoryOf(state: RehearsalState | null = null) {
    const kept = { state }
    return {
      kept,
      memory: {
        read: () => Promise.resolve(kept.state),
        write: async (next: RehearsalState) => void (kept.state = structuredClone(next)),
      },
    }
  }

  it('stay as long as it is a rehearsal, and a minute more; then nothing listens, and nothing is kept', async () => {
    let later = 0
    const clock = { ...systemClock, monotonic: () => performance.now() + later }
    const { kept, memory } = memoryOf()
    await using rehearsal = await openRehearsal({ clock, memory })
    const { rtmpUrl, streamKey } = await rehearsal.receiverFor(stream)
    expect(kept.state?.places).toMatchObject([{ destinationId: 'twitch', key: streamKey.reveal() }])
    later += 3_600_000
    rehearsal.seen('test', 0, true)
    rehearsal.seen('test', 1, false)
    later += 50_000
    rehearsal.seen('test', 0, false)
    expect(await rehearsal.receiverFor(stream)).toMatchObject({ rtmpUrl })
    later += 61_000
    rehearsal.seen('test', 0, false)
    await eventually(
      () => kept.state?.places,
      (places) => places?.length === 0,
    )
    const publishing = publishRtmp({
      url: rtmpUrl,
      key: streamKey,
      clock: systemClock,
      signal: AbortSignal.timeout(5000),
    })
    await expect(publishing).rejects.toThrow(/./)
    expect((await rehearsal.receiverFor(stream)).streamKey.reveal()).not.toBe(streamKey.reveal())
  })

  it('come back as soon as their port is free again, and say so meanwhile', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { memory } = memoryOf({ port, places: [{ ...stream, key: 'a-key-of-a-rehearsal' }] })
    const problems: string[] = []
    await using _rehearsal = await open({ memory, onProblem: (message) => problems.push(message) })
    expect(problems).toEqual([expect.stringContaining(`port ${port} is taken`)])
    other.close()
    const to = { url: `rtmp://127.0.0.1:${port}/rehearsal`, key: new Secret('a-key-of-a-rehearsal') }
    await eventually(
      () =>
        publishRtmp({ ...to, clock: systemClock, signal: AbortSignal.timeout(2000) }).then(
          (publication) => publication.close().then(() => true),
          () => false,
        ),
      Boolean,
    )
  })

  it('that were kept in a file that cannot be read are made anew', async () => {
    const problems: string[] = []
    const memory = { ...memoryOf().memory, read: () => Promise.reject(new Error('The file is damaged.')) }
    await using rehearsal = await open({ memory, onProblem: (message) => problems.push(message) })
    expect(problems).toEqual([expect.stringContaining('The file is damaged.')])
    expect(isRehearsalUrl((await rehearsal.receiverFor(stream)).rtmpUrl)).toBe(true)
  })
})

describe('a rehearsal without the gateway', () => {
  it('goes from vMix to the receiver, and counts as on when it arrives there', async () => {
    await using rehearsal = await open()
    await using show = await startShow()
    const { controller } = show
    expect(await controller.goLive({ destinations: [twitch], rehearsal })).toMatchObject({
      success: true,
      destinations: [{ via: 'direct', verification: 'media', rehearsal: true }],
    })
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({ live: true, rehearsal: true })
    expect(await controller.startRtmpStream(twitch)).toMatchObject({ error: 'channel_busy' })
    expect(JSON.stringify(show.simulator.received)).not.toMatch(real)
    expect(await controller.stopStream()).toMatchObject({ success: true })
    expect((await controller.getStreamStatus()).streamChannels[0]).toMatchObject({ live: false, rehearsal: false })
  })

  it('is stopped at once where vMix sends to a service of its own, and says why', async () => {
    await using rehearsal = await open()
    await using show = await startShow({
      simulator: { faults: ['destination=Twitch'] },
      controller: { waits: { vmixMs: 2000, feedMs: 800 } },
    })
    const result = await show.controller.goLive({ destinations: [twitch], rehearsal })
    expect(result.destinations).toMatchObject([
      { error: 'not_confirmed', message: expect.stringContaining('Custom RTMP'), leftOn: [] },
    ])
    expect((await show.controller.getStreamStatus()).streamChannels[0]).toMatchObject({ live: false })
  })

  it('cannot be where vMix is on another machine, and what goes by SRT; neither is ended what is on', async () => {
    await using rehearsal = await open()
    await using platform = await startReceiver({ port: 0, clock: systemClock })
    await using show = await startShow()
    const elsewhere = show.another({ host: 'vmix.invalid', instance: 'elsewhere' })
    expect(await elsewhere.goLive({ destinations: [twitch], rehearsal })).toMatchObject({
      destinations: [{ error: 'unsupported', message: expect.stringContaining('Use the gateway') }],
    })
    expect(await show.controller.goLive({ destinations: [tv], rehearsal })).toMatchObject({
      destinations: [{ error: 'unsupported' }],
    })
    const live = { ...twitch, rtmpUrl: `rtmp://127.0.0.1:${platform.port}/app/` }
    expect(await show.controller.startRtmpStream(live)).toMatchObject({ success: true })
    expect(await show.controller.goLive({ destinations: [twitch], rehearsal, replace: true })).toMatchObject({
      destinations: [{ error: 'channel_busy', message: expect.stringContaining('ends no show') }],
    })
    expect((await show.controller.getStreamStatus()).streamChannels[0]).toMatchObject({ live: true, rehearsal: false })
  })
})
