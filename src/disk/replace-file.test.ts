import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile } from './replace-file.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'whole-'))))
afterEach(() => rm(folder, { recursive: true }))

describe('a small file', () => {
  it.each(['one', 'several'] as const)(
    'is written with its folders, for its owner alone, and replaced whole (%s)',
    async (writers) => {
      const path = join(folder, 'new', 'deeper', 'state.json')
      await replaceFile(path, 'a longer first text', { writers })
      await replaceFile(path, 'second', { writers })
      expect(await readFile(path, 'utf8')).toBe('second')
      expect(await readdir(join(folder, 'new', 'deeper'))).toEqual(['state.json'])
      if (process.platform === 'win32') return
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700)
    },
  )

  it('is never read in half while several write it', async () => {
    const path = join(folder, 'lock.json')
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000))
    await replaceFile(path, texts[0] ?? '', { writers: 'several' })
    const writer = { isDone: false }
    const writing = Promise.all(
      texts.map(async (text) => {
        for (let time = 0; time < 5; time++) await replaceFile(path, text, { writers: 'several' })
      }),
    ).finally(() => (writer.isDone = true))
    const read = new Set<string>()
    while (!writer.isDone) read.add(await readFile(path, 'utf8'))
    await writing
    expect([...read].filter((text) => !texts.includes(text))).toEqual([])
    expect(await readdir(folder)).toEqual(['lock.json'])
  })

  it('stays as it was when the new one cannot be put in its place, and nothing is left beside it', async () => {
    const path = join(folder, 'taken')
    await mkdir(path)
    await expect(replaceFile(path, 'text', { writers: 'one' })).rejects.toThrow(/EISDIR|EPERM|ENOTEMPTY|EEXIST/)
    expect(await readdir(folder)).toEqual(['taken'])
  })

  it('of one writer has no draft left that a crash left, whatever rights that had', async () => {
    const path = join(folder, 'keys.json')
    await writeFile(`${path}.new`, 'half of a', { mode: 0o644 })
    await replaceFile(path, 'key', { writers: 'one' })
    expect(await readdir(folder)).toEqual(['keys.json'])
    if (process.platform === 'win32') return
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })
})
