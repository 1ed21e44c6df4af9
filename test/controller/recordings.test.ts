import { execFileSync } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { StartRecordingResult } from '../../src/controller/index.ts'
import { needs } from '../support/programs.ts'
import { startShow } from '../support/show.ts'

const idOf = (result: StartRecordingResult) => (result.success ? (result.recordingId ?? '') : '')
const fileOf = (result: StartRecordingResult) => (result.success ? result.filename : '')

describe('recordings of one stream', () => {
  it('go into different folders at once, in different formats, and each can be ended alone', async () => {
    await using show = await startShow({ gateway: true })
    const [first, second] = [join(show.dataFolder, 'first'), join(show.dataFolder, 'second')]
    await mkdir(first)
    await mkdir(second)
    const one = await show.controller.startRecording({ folder: first, filename: 'show.mov' })
    expect(one).toMatchObject({ success: true, format: 'MOV', recordingId: expect.stringContaining('recording:') })
    const two = await show.controller.startRecording({ folder: second, filename: 'show.mkv' })
    expect(two).toMatchObject({ success: true, format: 'MKV' })
    const pressedTwice = await show.controller.startRecording({ folder: second, filename: 'again.mkv' })
    expect(pressedTwice).toMatchObject({ success: false, error: 'channel_busy' })
    await systemClock.sleep(1500)
    const ended = await show.controller.stopRecording({ recordingId: idOf(one) })
    expect(ended).toMatchObject({ success: true, recordings: [{ files: [join(first, 'show.mov')], format: 'MOV' }] })
    expect(await show.controller.stopRecording({ recordingId: idOf(one) })).toMatchObject({ recordings: [] })
    await systemClock.sleep(500)
    const rest = await show.controller.stopRecording()
    expect(rest).toMatchObject({ success: true, recordings: [{ files: [join(second, 'show.mkv')], format: 'MKV' }] })
    await show.controller.stopStream()
  })

  it('are named by templates, split by time, and number a name that is taken', async () => {
    await using show = await startShow({ gateway: true })
    const name = '{preset}_{stream}_{date}'
    const one = await show.controller.startRecording({ filename: name, splitSeconds: 1 })
    const { preset } = (await (await fetch(`http://127.0.0.1:${show.simulator.httpPort}/api`)).text()).match(
      /<preset>.*?(?<preset>[^\\/<]*?)(?:\.vmix)?<\/preset>/,
    )?.groups ?? { preset: 'untitled' }
    expect(basename(fileOf(one))).toMatch(new RegExp(`^${preset}_1_\\d{4}-\\d\\d-\\d\\d\\.mp4$`))
    await systemClock.sleep(2500)
    const stopped = await show.controller.stopRecording()
    const files = stopped.success ? stopped.recordings.flatMap((recording) => recording.files) : []
    expect(files.length).toBeGreaterThan(1)
    expect(files[1]).toBe(fileOf(one).replace('.mp4', '.part2.mp4'))
    const again = await show.controller.startRecording({ filename: name })
    expect(fileOf(again)).toBe(fileOf(one).replace('.mp4', '_2.mp4'))
    await show.controller.stopStream()
    for (const file of files) expect((await stat(file)).size).toBeGreaterThan(1000)
  })
})

describe('tracks', () => {
  it('of two streams, picture and sound each in a file of its own, with a common start', async () => {
    await using show = await startShow({ gateway: true })
    const tracks = [
      { channel: 0, filename: 'stream{stream}.mp4' },
      { channel: 1, filename: 'stream{stream}.mov' },
    ]
    const pictures = await Promise.all(
      tracks.map((track) => show.controller.startRecording({ ...track, commonStart: 'show-1' })),
    )
    expect(pictures.map((result) => basename(fileOf(result)))).toEqual(['stream1.mp4', 'stream2.mov'])
    const sound = { channel: 0, filename: 'stream{stream}.m4a', commonStart: 'show-1' }
    expect(await show.controller.startRecording(sound)).toMatchObject({ success: true, format: 'M4A' })
    await systemClock.sleep(1500)
    const health = await show.controller.getStreamStatus()
    expect(health).toMatchObject({ recording: true })
    const [first, second] = await Promise.all([
      show.controller.stopRecording({ channel: 0 }),
      show.controller.stopRecording({ channel: 1 }),
    ])
    const formats = first.success ? first.recordings.map((recording) => recording.format) : []
    expect(new Set(formats)).toEqual(new Set(['MP4', 'M4A']))
    expect(second).toMatchObject({ success: true, recordings: [{ format: 'MOV' }] })
    await Promise.all([show.controller.stopStream({ channel: 0 }), show.controller.stopStream({ channel: 1 })])
  })
})

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording of lower quality', () => {
  it('is encoded at the gateway while the copy goes on beside it', async () => {
    await using show = await startShow({ gateway: true, controller: { waits: { destinationMs: 15_000 } } })
    const small = join(show.dataFolder, 'small')
    await mkdir(small)
    expect(await show.controller.startRecording({ filename: 'copy.mp4' })).toMatchObject({ quality: 'high' })
    const custom = { folder: small, filename: 'small.mp4', quality: 'custom', videoKbps: 200, height: 144 }
    expect(await show.controller.startRecording(custom)).toMatchObject({ success: true, quality: 'custom' })
    await systemClock.sleep(2000)
    const stopped = await show.controller.stopRecording()
    const recordings = stopped.success ? stopped.recordings : []
    expect(recordings).toHaveLength(2)
    const size = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=height', '-of', 'csv=p=0']
    expect(execFileSync('ffprobe', [...size, join(small, 'small.mp4')], { encoding: 'utf8' }).trim()).toBe('144')
    await show.controller.stopStream()
  })
})
