import { chmod, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { generateSignerKey, openSigner } from '../../src/witness/note/index.ts'
import { ForeignLog, openCosigner, post } from './cosign-support.ts'
import { freshFolder } from './support.ts'

async function signer() {
  const folder = join(dirname(await freshFolder()), 'signer')
  const { vkey } = await openSigner({ folder, clock: systemClock })
  return { folder, vkey, key: join(folder, 'witness.key'), public: join(folder, 'witness.vkey') }
}

describe('the public key beside the private one', () => {
  it.each<[string, (path: string) => Promise<void>]>([
    ['lost in a crash', (path) => rm(path)],
    ['cut short', (path) => truncate(path, 10)],
    ["put there by somebody who wants another's to be handed out", (path) => writeFile(path, 'eve+00000000+AAAA\n')],
  ])('that was %s is there again at the next start', async (_what, damage) => {
    const { folder, vkey, public: path } = await signer()
    await damage(path)
    expect((await openSigner({ folder, clock: systemClock })).vkey).toBe(vkey)
    expect(await readFile(path, 'utf8')).toBe(`${vkey}\n`)
  })
})

describe('a private key', () => {
  it.each([
    ['empty', '', 'bad_key'],
    ['half written', 'PRIVATE+KEY+studio/vmixctl-1f2e3d4c+0f1e', 'bad_key'],
    ["a witness's", generateSignerKey('example.com/w', 4), 'unsupported_key'],
    [
      'another key under the ID of the first',
      generateSignerKey('a').replace(/[0-9a-f]{8}/, '00000000'),
      'wrong_key_id',
    ],
  ])('that is %s is refused by its path, and left as it is', async (_what, text, code) => {
    const { folder, key } = await signer()
    await writeFile(key, text)
    const opened = openSigner({ folder, clock: systemClock })
    const error: unknown = await opened.catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code, message: expect.stringContaining(key) })
    const secret = text.split('+').at(-1) ?? ''
    expect(secret.length > 8 && String(error).includes(secret)).toBe(false)
    expect(await readFile(key, 'utf8')).toBe(text)
  })

  it.skipIf(process.platform === 'win32')('that others could read, is taken from them', async () => {
    const { folder, key } = await signer()
    await chmod(key, 0o644)
    await openSigner({ folder, clock: systemClock })
    expect((await stat(key)).mode & 0o777).toBe(0o600)
    const log = new ForeignLog('example.com/studio').grow(1)
    const { keyFile, restart } = await openCosigner([log.signer.vkey])
    await chmod(keyFile, 0o664)
    const { cosigner } = await restart()
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await post(cosigner.url, log.request(0))).status).toBe(200)
  })
})
