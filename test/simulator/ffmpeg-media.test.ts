import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver, startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }
const small = { width: 320, height: 180, fps: 25, kbps: 400 }
const patiently = { timeout: 20_000, interval: 20 }

it.runIf(needs('ffmpeg'))('picture and sound of ffmpeg are sent with our marks, and recorded', async () => {
  await using folder = await temporaryFolder()
  await using destination = await startReceiver({ port: 0, clock: systemClock })
  await using simulator = await startSimulator({ ...anyPorts, media: small, recordingFolder: folder.path })
  await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
  await client.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${destination.port}/live` })
  await client.call('StreamingSetKey', { Value: '0,k' })
  await client.call('StartStreaming', { Value: 0 })
  await client.call('StartRecording')
  // Every frame that is counted was known by its mark.
  await expect.poll(() => destination.framesReceived, patiently).toBeGreaterThan(50)
  expect(destination.framesLost).toBe(0)
  await client.call('StopRecording')
  await simulator.settled()
  expect(simulator.recording.lastError).toBeNull()
  const [file = ''] = await readdir(folder.path)
  expect(await pictureOf(join(folder.path, file))).toEqual([320, 180])
})

async function pictureOf(file: string): Promise<number[]> {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny')
  using input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  return [track?.codedWidth ?? 0, track?.codedHeight ?? 0]
}

it('says what to do where ffmpeg is not there', async () => {
  const missing = startSimulator({ ...anyPorts, media: { ...small, program: 'no-such-ffmpeg' } })
  await expect(missing).rejects.toMatchObject({
    code: 'ffmpeg_missing',
    message: expect.stringContaining('Install ffmpeg') as string,
  })
})

it('says what a program complained of that makes no picture', async () => {
  const failing = startSimulator({ ...anyPorts, media: { ...small, program: process.execPath } })
  await expect(failing).rejects.toMatchObject({ code: 'ffmpeg_failed' })
})
