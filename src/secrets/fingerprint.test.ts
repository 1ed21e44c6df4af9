import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFingerprinter, Secret } from './index.ts'

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'fingerprint-'))

describe('openFingerprinter', () => {
  it('gives the same 12 digits for the same secret, now and at the next start', async () => {
    const dataFolder = join(await newFolder(), 'data')
    const first = (await openFingerprinter({ dataFolder })).fingerprint(new Secret('live_1'))
    const again = await openFingerprinter({ dataFolder })
    expect(first).toMatch(/^[0-9a-f]{12}$/)
    expect(again.fingerprint(new Secret('live_1'))).toBe(first)
    expect(again.fingerprint(new Secret('live_2'))).not.toBe(first)
  })

  it('gives other digits on another installation', async () => {
    const secret = new Secret('live_1')
    const one = await openFingerprinter({ dataFolder: await newFolder() })
    const other = await openFingerprinter({ dataFolder: await newFolder() })
    expect(one.fingerprint(secret)).not.toBe(other.fingerprint(secret))
  })

  it('agrees when many open at once, and leaves only the key, readable by its owner alone', async () => {
    const dataFolder = await newFolder()
    const all = await Promise.all(Array.from({ length: 20 }, () => openFingerprinter({ dataFolder })))
    expect(new Set(all.map((one) => one.fingerprint(new Secret('live_1')))).size).toBe(1)
    expect(await readdir(dataFolder)).toEqual(['fingerprint.key'])
    // Windows has no such modes: there it always reads as this.
    const mode = process.platform === 'win32' ? 0o600 : (await stat(join(dataFolder, 'fingerprint.key'))).mode & 0o777
    expect(mode).toBe(0o600)
  })

  it('refuses a damaged key file and says what to do', async () => {
    const dataFolder = await newFolder()
    await writeFile(join(dataFolder, 'fingerprint.key'), 'short')
    await expect(openFingerprinter({ dataFolder })).rejects.toMatchObject({ code: 'key_file' })
  })
})
