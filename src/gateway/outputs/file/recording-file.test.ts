import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordingError } from './recording-error.ts'
import { openNewFile, RecordingFile, type RecordingHandle } from './recording-file.ts'

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vmix-file-'))
  try {
    await work(join(folder, 'show.mp4'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A real file whose writes take few bytes at a time, and which is full at `room`. */
function reluctant(handle: RecordingHandle, room: number): RecordingHandle {
  return {
    writev: (async (parts: Uint8Array[], position: number) => {
      if (position >= room) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      const some = (parts[0] ?? Buffer.alloc(0)).subarray(0, Math.min(3, room - position))
      return { ...(await handle.write(some, 0, some.length, position)), buffers: parts }
    }) as RecordingHandle['writev'],
    write: handle.write.bind(handle),
    truncate: handle.truncate.bind(handle),
    datasync: handle.datasync.bind(handle),
    close: handle.close.bind(handle),
  }
}

describe('RecordingFile', () => {
  it('writes all of what it is given, however little the disk takes at a time', () =>
    inFolder(async (path) => {
      const file = new RecordingFile(path, reluctant(await openNewFile(path), 1000))
      await file.append([Buffer.from('abcd'), Buffer.alloc(0), Buffer.from('efghijk')])
      await file.append([Buffer.from('l')])
      await file.patch(1, Buffer.from('BC'))
      expect(file.size).toBe(12)
      await file.close()
      expect(await readFile(path, 'utf8')).toBe('aBCdefghijkl')
    }))

  it('an append that fails half-way leaves nothing behind', () =>
    inFolder(async (path) => {
      const file = new RecordingFile(path, reluctant(await openNewFile(path), 8))
      await file.append([Buffer.from('whole')])
      await expect(file.append([Buffer.from('torn in two')])).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(file.size).toBe(5)
      await file.append([Buffer.from('!')])
      await file.close()
      expect(await readFile(path, 'utf8')).toBe('whole!')
    }))

  it('is made new or not at all, and removed when nothing was written', () =>
    inFolder(async (path) => {
      const file = new RecordingFile(path, await openNewFile(path))
      await expect(openNewFile(path)).rejects.toMatchObject({ code: 'EEXIST' })
      await file.close()
      await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
    }))
})

describe('recordingError', () => {
  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EEXIST', 'exists'],
    ['EACCES', 'disk_error'],
    ['EIO', 'disk_error'],
  ])('%s is %s, and keeps its cause', (code, ours) => {
    const cause = Object.assign(new Error('x'), { code })
    expect(recordingError(cause, 'show.mp4')).toMatchObject({ code: ours, cause })
  })
})
