import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { logOf, startShow } from '../support/show.ts'

describe('the hash of a recording', () => {
  it('comes into the log after the stop, once, also where somebody else observes', async () => {
    await using show = await startShow({ gateway: true })
    const { controller } = show
    expect(await controller.startRecording({ filename: 'show.mp4' })).toMatchObject({ success: true })
    await systemClock.sleep(500)
    const stopped = await controller.stopStream()
    const [recording] = stopped.success ? stopped.recordings : []
    const file = join(show.dataFolder, 'recordings', 'show.mp4')
    expect(recording).toMatchObject({ files: [file], sha256: [expect.toBeOneOf([null, expect.any(String)])] })
    const signal = AbortSignal.timeout(20_000)
    const [one, other] = await Promise.all(
      [controller, show.another()].map((each) => each.recordingHashes([file], { signal })),
    )
    const content = await readFile(file)
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect(one).toEqual([{ file, sha256, bytes: content.length, asWritten: true }])
    expect(other).toEqual(one)
    expect(await logOf(controller, 'recording_hashed')).toMatchObject([
      { event: { params: { channel: 0, filename: file }, result: { sha256, as_written: true } } },
    ])
  })

  it('is not waited for beyond the signal', async () => {
    await using show = await startShow({ gateway: true })
    const hashes = await show.controller.recordingHashes(['/nowhere/show.mp4'], { signal: AbortSignal.timeout(200) })
    expect(hashes).toEqual([])
  })
})
