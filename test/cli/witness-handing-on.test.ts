import { createHash } from 'node:crypto'
import { appendFile, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { generateSignerKey, noteSigner, signNote } from '../../src/witness/note/index.ts'
import { openWitness } from '../../src/witness/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const path = (...parts: readonly string[]) => join(folder.path, ...parts)
const segment = (instance: string) => path('witness', instance, '000001.jsonl')
const witness = (...args: readonly string[]) => run(['witness', ...args, '--data', folder.path])

/** A log with what is hard to hand on, and the hash of a file, `as_written` or not. */
async function makeLog(instance: string, hashed?: { readonly sha256: string; readonly asWritten: boolean }) {
  const options = { instance, host: 'localhost', port: 8088, actor: 'anna' }
  await using log = await openWitness({ folder: path('witness', instance), ...options })
  const params = { channel: 0, big: 2 ** 60, zero: -0, small: 1e-5, '10': 'é', '9': '\ud800', __proto: '=1+1' }
  await log.append({ eventType: 'own', params, result: '=1+1' })
  if (hashed === undefined) return
  const filename = '/rec/show.mp4'
  const result = { sha256: hashed.sha256, bytes: 4, as_written: hashed.asWritten }
  await log.append({ eventType: 'recording_started', params: { recorder: 'gateway', channel: 0, filename } })
  await log.append({ eventType: 'recording_hashed', params: { channel: 0, filename }, result })
}

beforeAll(async () => {
  folder = await temporaryFolder()
  await makeLog('studio')
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('witness export', () => {
  it('as JSON is the log: line for line, and its chain verifies as the original does', async () => {
    const file = path('export.json')
    expect(await witness('export', '--instance', 'studio', '--format', 'json', '--out', file)).toMatchObject({
      code: 0,
    })
    const lines = (await readFile(segment('studio'), 'utf8')).trimEnd().split('\n')
    expect(await readFile(file, 'utf8')).toBe(`[\n${lines.join(',\n')}\n]\n`)
    const verified = await witness('verify', '--format', 'original', file, '--host', 'localhost', '--json')
    expect(verified).toMatchObject({ code: 2 })
    expect(object(verified)).toMatchObject({ valid: true, totalEvents: lines.length })
  })

  it('of a broken log leaves no half file, and never touches one that was there', async () => {
    await makeLog('broken')
    const whole = await readFile(segment('broken'), 'utf8')
    await writeFile(segment('broken'), whole.replace('"small"', '"Small"'))
    const file = path('half.json')
    const half = await witness('export', '--instance', 'broken', '--format', 'json', '--out', file)
    expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining('does not verify') })
    await expect(stat(file)).rejects.toThrow('ENOENT')
    await writeFile(file, 'mine')
    expect(await witness('export', '--instance', 'broken', '--format', 'csv', '--out', file)).toMatchObject({ code: 2 })
    expect(await readFile(file, 'utf8')).toBe('mine')
  })
})

describe('witness check-file', () => {
  const bytes = 'film'
  const hash = sha256(bytes)

  it('believes a log that verifies before one that does not, whichever comes first', async () => {
    await makeLog('a-changed', { sha256: hash, asWritten: true })
    await makeLog('b-whole', { sha256: hash, asWritten: true })
    await writeFile(segment('a-changed'), (await readFile(segment('a-changed'), 'utf8')).replace(/^.*\n/, ''))
    await writeFile(path('renamed.mp4'), bytes)
    const found = await witness('check-file', path('renamed.mp4'), '--json')
    expect(found).toMatchObject({ code: 0 })
    expect(object(found)).toMatchObject({ success: true, found: { state: 'unchanged', logValid: true } })
    await rename(path('witness', 'b-whole'), path('b-away'))
    expect(await witness('check-file', path('renamed.mp4'))).toMatchObject({ code: 1 })
  })

  it('says no to a file that was changed before it was hashed, to one cut off, and to one with more behind', async () => {
    const only = ['--instance', 'c-altered']
    await makeLog('c-altered', { sha256: hash, asWritten: false })
    await writeFile(path('show.mp4'), bytes)
    const altered = await witness('check-file', path('show.mp4'), ...only)
    expect(altered).toMatchObject({ code: 1, stdout: expect.stringContaining('changed before') })
    expect(altered.stdout).not.toContain('is unchanged')
    await appendFile(path('show.mp4'), '.')
    const longer = await witness('check-file', path('show.mp4'), '--json', ...only)
    expect(object(longer)).toMatchObject({ success: false, found: { state: 'changed' } })
    await writeFile(path('show.mp4'), bytes.slice(1))
    expect(await witness('check-file', path('show.mp4'), ...only)).toMatchObject({ code: 1 })
  })
})

describe('witness verify', () => {
  const signer = noteSigner(generateSignerKey('studio'))

  it('3 for what is typed wrongly, 1 for a signature that is not there; never less', async () => {
    const log = ['--instance', 'studio']
    for (const wrong of [
      ['--key', ''],
      ['--key', 'studio'],
      ['--key', `${signer.vkey}x`],
      ['--witness-key', signer.vkey],
      ['--checkpoint', path('nowhere')],
      ['--checkpoint', '/dev/zero'],
      ['--expect-size', '-1'],
      ['--expect-size', '1.5'],
      ['--expect-head', 'abc'],
    ]) {
      const { code, stdout } = await witness('verify', ...log, ...wrong)
      expect([wrong, code, stdout]).toEqual([wrong, 3, ''])
    }
    expect(await witness('verify', ...log, '--key', signer.vkey)).toMatchObject({ code: 1 })
    expect(await witness('verify', ...log, '--expect-size', '0')).toMatchObject({ code: 2 })
  })

  it('lets no checkpoint steer the terminal', async () => {
    const emptyRoot = createHash('sha256').digest('base64')
    const id = /"log_id": "([^"]*)"/.exec(await readFile(segment('studio'), 'utf8'))?.[1] ?? ''
    for (const [logId, code] of [
      [id, 2],
      ['another', 1],
    ]) {
      const note = signNote(`st\u202eudio\u009b2J/x/${logId}\n0\n${emptyRoot}\n`, [signer])
      await writeFile(path('evil.txt'), note)
      const shown = await witness('verify', '--instance', 'studio', '--checkpoint', path('evil.txt'))
      expect(shown.stdout + shown.stderr).not.toMatch(/[\u202e\u009b]/)
      expect(shown).toMatchObject({ code, stdout: expect.stringContaining('2J/x/') })
    }
  })

  it('has the same fields in its JSON, whatever it found', async () => {
    const whole = object(await witness('verify', '--instance', 'studio', '--json'))
    await writeFile(path('rubbish.jsonl'), 'rubbish\n')
    const broken = object(await witness('verify', path('rubbish.jsonl'), '--json'))
    expect(Object.keys(broken)).toEqual(Object.keys(whole))
    expect(whole).toMatchObject({ valid: true, totalEvents: 2, firstHash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(genesisHash('localhost', 8088)).not.toBe(whole['firstHash'])
  })
})
