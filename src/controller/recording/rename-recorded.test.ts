import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { renameRecorded } from './rename-recorded.ts'

const facts = { atMs: new Date(2026, 10, 22, 19, 30, 5).getTime(), preset: 'Gala.vmix', channel: 0 }

describe('renameRecorded', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmix-rename-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)
  const renamed = (files: readonly string[], name: string, within?: string) =>
    renameRecorded(files, { name, folder: within }, facts, systemClock)

  it('fills the template in, keeps the ending, and stays in the folder', async () => {
    await writeFile(at('capture 1.mp4'), 'one')
    expect(await renamed([at('capture 1.mp4')], '{preset} {date}')).toEqual({
      files: [at('Gala 2026-11-22.mp4')],
      problems: [],
    })
    expect(await readFile(at('Gala 2026-11-22.mp4'), 'utf8')).toBe('one')
    expect(await readdir(folder)).toEqual(['Gala 2026-11-22.mp4'])
  })

  it('numbers several, and what is there stays as it is', async () => {
    await writeFile(at('show.mp4'), 'mine')
    await writeFile(at('a.mp4'), 'a')
    await writeFile(at('b.mp4'), 'b')
    expect((await renamed([at('a.mp4'), at('b.mp4')], 'show.mp4')).files).toEqual([at('show_2.mp4'), at('show_3.mp4')])
    expect(await readFile(at('show.mp4'), 'utf8')).toBe('mine')
  })

  it('reaches a Windows machine’s file by the folder that is said', async () => {
    await writeFile(at('capture.mp4'), 'x')
    const result = await renamed(['D:\\Videos\\capture.mp4'], 'show', folder)
    expect(result).toEqual({ files: [at('show.mp4')], problems: [] })
  })

  it('says what cannot be reached, and leaves the name as vMix gave it', async () => {
    const result = await renamed(['D:\\Videos\\capture.mp4'], 'show')
    expect(result.files).toEqual(['D:\\Videos\\capture.mp4'])
    expect(result.problems[0]).toContain('cannot be reached from here')
    expect((await renamed([at('gone.mp4')], 'show')).problems).toHaveLength(1)
    expect((await renamed(['..'], 'show', folder)).problems).toHaveLength(1)
  })
})
