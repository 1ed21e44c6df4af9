import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import {
  type MediaFaults,
  noFaults,
  startFileRecording,
  startSender,
  type StreamSender,
} from '../../src/simulator/media/index.ts'
import { freePort } from '../support/ports.ts'
import { findProgram, needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { execFileSync } from 'node:child_process'

const KEY = 'SECRET-a&b=c d+e#f'
const folder = mkdtempSync(join(tmpdir(), 'vmix-media-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Sending {
  readonly sender: StreamSender
  readonly ended: string[]
  faults: MediaFaults
}

function send(port: number, faults: Partial<MediaFaults> = {}, retryForMs = 10_000): Sending {
  const ended: string[] = []
  const sending = { ended, faults: { ...noFaults, ...faults } }
  const sender = startSender({
    url: `rtmp://127.0.0.1:${port}/live/`,
    key: new Secret(KEY),
    clock: systemClock,
    faults: () => sending.faults,
    onEnded: (why) => ended.push(why),
    retryForMs,
  })
  return Object.assign(sending, { sender })
}

describe("the simulator's sender", () => {
  it('publishes in real time, each frame numbered, to the key that it was given', async () => {
    await using end = await receiver({ acceptKey: (app, key) => app === 'live' && key === KEY })
    const { sender, ended } = send(end.port)
    const startedMs = performance.now()
    await until('60 frames are here', () => end.framesReceived >= 60)
    // Two seconds of pictures cannot come sooner than in two seconds, less the first frame's.
    expect(performance.now() - startedMs).toBeGreaterThan(1900)
    expect(end.fps).not.toBeNull()
    expect(end.bitrateKbps ?? 0).toBeGreaterThan(100)
    await sender.stop()
    expect(sender.state).toBe('stopped')
    await until('the goodbye is here', () => end.ends.length === 1)
    expect(end).toMatchObject({ firstNumber: 0, framesLost: 0, duplicates: 0, outOfOrder: 0, unmarked: 0 })
    expect(end.framesReceived).toBe(sender.framesSent)
    expect(end.ends).toMatchObject([{ kind: 'ended' }])
    expect(end.keys.map((key) => key.reveal())).toEqual([KEY])
    expect(JSON.stringify(end)).not.toContain('SECRET')
    expect(ended).toEqual([])
  })

  it('stall: frames stop, the connection stays; afterwards they go on without a hole', async () => {
    await using end = await receiver()
    const sending = send(end.port)
    await until('frames are here', () => end.framesReceived > 10)
    sending.faults = { ...noFaults, stall: true }
    await systemClock.sleep(200)
    const before = end.framesReceived
    await systemClock.sleep(500)
    expect(end.framesReceived).toBe(before)
    expect(end.publishers).toBe(1)
    sending.faults = noFaults
    await until('frames come again', () => end.framesReceived > before + 10)
    expect(end.framesLost).toBe(0)
    await sending.sender.stop()
  })

  it('gaps: numbers are missing at the far end', async () => {
    await using end = await receiver()
    const { sender } = send(end.port, { gapPercent: 50 })
    await until('frames are here', () => end.framesReceived > 20)
    await sender.stop()
    expect(end.framesLost).toBeGreaterThan(10)
  })

  it('dies by itself, without a goodbye, and says so once', async () => {
    await using end = await receiver()
    const { sender, ended } = send(end.port, { diesAfterMs: 500 })
    await until('it has died', () => ended.length > 0 && end.ends.length > 0)
    expect(ended).toEqual(['simulated: the stream died by itself'])
    expect(end.ends).toMatchObject([{ kind: 'lost' }])
    await sender.stop()
    expect(sender.state).toBe('failed')
    expect(ended).toHaveLength(1)
  })

  it('finds a receiver that starts late, and one that went away and came back; numbers go on', async () => {
    const port = await freePort()
    const { sender } = send(port)
    await until('it tries again', () => sender.state === 'retrying')
    expect(sender.lastError).toContain('nothing accepts connections')
    const first = await receiver({ port })
    await until('frames are here', () => first.framesReceived > 10)
    await first.stop()
    await until('it noticed', () => sender.state === 'retrying')
    await using second = await receiver({ port })
    await until('frames are here again', () => second.framesReceived > 10)
    expect(second.firstNumber ?? 0).toBeGreaterThanOrEqual(first.framesReceived)
    expect(second.framesLost).toBe(0)
    await sender.stop()
  })

  it('gives up after its time, says why, and without the key', async () => {
    await using end = await receiver({ acceptKey: () => false })
    const { sender, ended } = send(end.port, {}, 700)
    await until('it gave up', () => ended.length === 1)
    expect(sender.state).toBe('failed')
    expect(ended[0]).toContain('refused the stream')
    expect(JSON.stringify([ended, sender.lastError])).not.toContain('SECRET')
    expect(end.refused).toBeGreaterThan(0)
    await sender.stop()
  })

  it('is stopped at once while it connects', async () => {
    const { sender, ended } = send(await freePort())
    await sender.stop()
    expect(sender.state).toBe('stopped')
    expect(ended).toEqual([])
  })
})

describe("the simulator's recording", () => {
  it.runIf(needs('ffprobe'))('is an MP4 that ffprobe reads: pictures and sound as long as it ran', async () => {
    const path = join(folder, 'show.mp4')
    const recording = await startFileRecording({ path, clock: systemClock })
    expect(recording.path).toBe(path)
    await systemClock.sleep(1500)
    await recording.stop()
    const probe = execFileSync(findProgram('ffprobe') ?? 'ffprobe', [
      '-v',
      'error',
      '-count_packets',
      '-show_entries',
      'stream=codec_name,nb_read_packets:format=duration',
      '-of',
      'json',
      path,
    ])
    const { streams, format } = JSON.parse(probe.toString()) as {
      streams: { codec_name: string; nb_read_packets: string }[]
      format: { duration: string }
    }
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
    const frames = Number(streams[0]?.nb_read_packets)
    expect(frames).toBeGreaterThanOrEqual(44)
    expect(Math.abs(Number(format.duration) - frames / 30)).toBeLessThan(0.2)
  })

  it('fails where the file cannot be made', async () => {
    await expect(
      startFileRecording({ path: join(folder, 'no', 'such', 'folder.mp4'), clock: systemClock }),
    ).rejects.toThrow(/folder/)
  })
})
