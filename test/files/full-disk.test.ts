import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput } from '../../src/gateway/outputs/file/index.ts'
import { needs, needsThat } from '../support/programs.ts'
import { complaints, makeSource, pictures, probe, readPackets, temporaryFolder, topBoxes } from './material.ts'

/** A disk of 2 MB that can really be full; null where mounting is not allowed. */
function smallDisk(): string | null {
  const path = mkdtempSync(join(tmpdir(), 'vmix-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' })
    return path
  } catch {
    rmdirSync(path)
    return null
  }
}

const disk = process.platform === 'linux' ? smallDisk() : null
const able = needs('ffmpeg', 'ffprobe') && needsThat(disk !== null, 'a tmpfs that may be mounted')

afterAll(() => {
  if (disk === null) return
  execFileSync('umount', [disk])
  rmdirSync(disk)
})

describe.runIf(able)('a recording whose disk is full', () => {
  it.each(['MP4', 'MOV', 'MKV'] as const)('ends cleanly: the %s plays as far as it got', async (format) => {
    await using folder = await temporaryFolder()
    const source = join(folder.path, 'source.flv')
    await makeSource(source, { fps: '30', seconds: 12, keySeconds: 1, bFrames: 2, size: '640x360', bitrate: '4000k' })
    expect(statSync(source).size).toBeGreaterThan(3_000_000)
    const path = join(disk ?? '', `show.${format.toLowerCase()}`)
    const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format, clock: systemClock })
    for (const packet of await readPackets(source)) output.packet(packet)
    await expect.poll(() => output.status().state).toBe('failed')
    const status = await output.close()
    expect(status).toMatchObject({ state: 'failed', code: 'disk_full' })
    expect(status.why).toContain('disk is full')
    expect(status.reading.droppedTotal).toBeGreaterThan(0)

    const { packets } = await probe(path)
    const video = packets.filter((p) => p.kind === 'video')
    expect(video.length).toBeGreaterThan(60)
    expect((await pictures(path)).length).toBeGreaterThanOrEqual(video.length - 3)
    expect(await complaints(path)).not.toMatch(/error|invalid|corrupt/i)
    // In an MP4 the torn fragment gave back the room that the index needs.
    const boxes = format !== 'MKV' ? topBoxes(await readFile(path)).map((box) => box.type) : null
    expect(boxes).toEqual(format !== 'MKV' ? ['ftyp', 'mdat', 'moov'] : null)
    execFileSync('rm', [path])
  })

  it('ends cleanly as AVI too, by what ffmpeg says', async () => {
    await using folder = await temporaryFolder()
    const source = join(folder.path, 'source.flv')
    await makeSource(source, { fps: '30', seconds: 12, keySeconds: 1, bFrames: 0, size: '640x360', bitrate: '4000k' })
    const path = join(disk ?? '', 'show.avi')
    const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format: 'AVI', clock: systemClock })
    for (const packet of await readPackets(source)) output.packet(packet)
    const status = await output.close()
    expect(status).toMatchObject({ state: 'failed', code: 'disk_full' })
    expect(status.why).toContain('disk is full')
    expect((await pictures(path)).length).toBeGreaterThan(60)
    execFileSync('rm', [path])
  })
})
