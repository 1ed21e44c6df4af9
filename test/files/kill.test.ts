import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput, type FileFormat } from '../../src/gateway/outputs/file/index.ts'
import { needs } from '../support/programs.ts'
import { makeSource, pictures, probe, readPackets, temporaryFolder, topBoxes } from './material.ts'

interface Killed {
  readonly label: string
  /** What the writer had been given when it was killed, and what is in the file: latest presentation times, ms. */
  readonly fed: Record<'video' | 'audio', number>
  readonly found: Record<'video' | 'audio', number>
  readonly decoded: number
  readonly frames: number
}

async function recordAndKill(folder: string, keySeconds: number, format: FileFormat): Promise<Killed> {
  const path = join(folder, `killed-${keySeconds}.${format.toLowerCase()}`)
  const writer = spawn(
    process.execPath,
    [join(import.meta.dirname, 'writer.ts'), join(folder, `${keySeconds}.flv`), path, format],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const saying = text(writer.stdout)
  await once(writer.stdout, 'data')
  const afterMs = 2000 + Math.random() * 4000
  await systemClock.sleep(afterMs)
  const gone = once(writer, 'exit')
  writer.kill('SIGKILL')
  await gone
  const said = (await saying).trimEnd().split('\n')
  const first = Number(said.find((line) => line.startsWith('video'))?.split(' ')[1])
  const latest = (kind: string) =>
    Math.max(...said.filter((line) => line.startsWith(kind)).map((line) => Number(line.split(' ')[1]))) - first
  const { packets } = await probe(path)
  const last = (kind: string) => Math.max(0, ...packets.filter((p) => p.kind === kind).map((p) => p.ptsMs))
  return {
    label: `${format}, key frames each ${keySeconds} s, killed after ${Math.round(afterMs)} ms`,
    fed: { video: latest('video'), audio: latest('audio') },
    found: { video: last('video'), audio: last('audio') },
    decoded: (await pictures(path)).length,
    frames: packets.filter((p) => p.kind === 'video').length,
  }
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording whose process is killed', () => {
  it('loses at most the last second, whatever the key-frame interval, in every format', async () => {
    await using folder = await temporaryFolder()
    const intervals = [1, 2, 10]
    await Promise.all(
      intervals.map((keySeconds) =>
        makeSource(join(folder.path, `${keySeconds}.flv`), { fps: '30', seconds: 12, keySeconds, bFrames: 2 }),
      ),
    )
    const killed = await Promise.all(
      intervals.flatMap((keySeconds) =>
        (['MP4', 'MOV', 'MKV', 'AVI'] as const).map((format) => recordAndKill(folder.path, keySeconds, format)),
      ),
    )
    for (const { fed } of killed) expect(fed.video).toBeGreaterThan(1000)
    // With B-frames the very last pictures may refer to ones that are no longer there.
    const bad = killed.filter(
      ({ fed, found, decoded, frames }) =>
        fed.video - found.video > 1000 || fed.audio - found.audio > 1000 || frames === 0 || decoded < frames - 3,
    )
    expect(bad).toEqual([])
  })

  it('reads in full when it was killed while the index was being written, or just before it counted', async () => {
    await using folder = await temporaryFolder()
    const source = join(folder.path, 'source.flv')
    const path = join(folder.path, 'show.mp4')
    await makeSource(source, { fps: '30', seconds: 3, keySeconds: 1, bFrames: 2 })
    const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format: 'MP4', clock: systemClock })
    for (const packet of await readPackets(source)) output.packet(packet)
    await output.close()
    const whole = await readFile(path)
    const [ftyp, , moov] = topBoxes(whole)
    const indexAt = whole.length - (moov?.size ?? 0)
    // As it was before the last write: the reserved box is still one.
    whole.set([0, 0, 0, 16, ...Buffer.from('free'), 0, 0, 0, 0, 0, 0, 0, 0], ftyp?.size)
    for (const length of [indexAt, indexAt + 5, indexAt + Math.floor((moov?.size ?? 0) / 2), whole.length]) {
      const killed = join(folder.path, `killed-${length}.mp4`)
      await writeFile(killed, whole.subarray(0, length))
      const { packets } = await probe(killed)
      expect(packets.filter((p) => p.kind === 'video')).toHaveLength(90)
      expect(await pictures(killed)).toEqual(await pictures(path))
    }
  })
})
