import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuseSharedFolder, sharedBy } from './shared-disk.ts'

const linux = { path: '/data/witness', platform: 'linux', mounts: '' } as const
const fuse = 0x65735546
const mount = (point: string, type: string): string => `36 25 0:32 / ${point} rw,relatime shared:1 - ${type} source rw`

describe('a folder that other machines share', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB (CIFS)', 0xff534d42],
    ['SMB', 0xfe534d42],
    ['9P (a host, or WSL)', 0x01021997],
    ['Ceph', 0x00c36400],
  ])('is known on Linux by its type: %s', (name, fsType) => {
    expect(sharedBy({ ...linux, fsType })).toBe(name)
  })

  it.each([
    ['ext4', 0xef53],
    ['xfs', 0x58465342],
    ['btrfs', 0x9123683e],
    ['tmpfs', 0x01021994],
    ['overlay', 0x794c7630],
    ['zfs', 0x2fc12fc1],
    ['an unknown one', 0x12345678],
  ])('is not a local disk: %s', (_name, fsType) => {
    expect(sharedBy({ ...linux, fsType })).toBeNull()
  })

  it('is told from a local one by its name where both are FUSE, and by the innermost mount', () => {
    const mounts = [
      mount('/', 'ext4'),
      mount('/data', 'fuse.sshfs'),
      mount('/data/disk', 'fuseblk'),
      mount(String.raw`/my\040files`, 'fuse.rclone'),
      mount('/host', 'virtiofs'),
    ].join('\n')
    const at = (path: string): string | null => sharedBy({ path, platform: 'linux', fsType: fuse, mounts })
    expect(at('/data/witness')).toBe('fuse.sshfs')
    expect(at('/data')).toBe('fuse.sshfs')
    expect(at('/data/disk/witness')).toBeNull()
    expect(at('/database')).toBeNull()
    expect(at('/my files/x')).toBe('fuse.rclone')
    expect(at('/host/x')).toBe('virtiofs')
    expect(sharedBy({ path: '/x', platform: 'linux', fsType: fuse, mounts: '' })).toBeNull()
  })

  it('is a UNC path on Windows', () => {
    const at = (path: string): string | null => sharedBy({ path, platform: 'win32', fsType: null, mounts: '' })
    expect(at(String.raw`\\nas\shows\witness`)).toBe('a network share of nas')
    expect(at('//nas/shows/witness')).toBe('a network share of nas')
    expect(at(String.raw`\\?\UNC\nas\shows`)).toBe('a network share of nas')
    expect(at(String.raw`\\?\C:\data`)).toBeNull()
    expect(at(String.raw`\\.\C:\data`)).toBeNull()
    expect(at(String.raw`C:\data`)).toBeNull()
  })

  it('is not this machine’s own, made or not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'disk-'))
    await expect(refuseSharedFolder(folder)).resolves.toBeUndefined()
    await expect(refuseSharedFolder(join(folder, 'not', 'there'))).resolves.toBeUndefined()
    await rm(folder, { recursive: true })
  })
})
