import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWitness } from '../../src/witness/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { run } from './vmixctl.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const witness = (...args: readonly string[]) => run(['witness', ...args, '--instance', 'studio', '--data', folder.path])
const at = (name: string): string => join(folder.path, name)
const key = async (): Promise<string> => (await witness('key')).stdout.trim()

beforeAll(async () => {
  folder = await temporaryFolder()
  const options = { instance: 'studio', host: 'localhost', port: 8088, actor: 'anna' }
  await using log = await openWitness({
    folder: at('witness/studio'),
    checkpoints: { signerFolder: at('signer') },
    ...options,
  })
  await log.append({ eventType: 'operation_requested', operationId: '7eff4c8b-1', params: { channel: 0 } })
  await log.append({ eventType: 'stream_started', operationId: '7eff4c8b-1', result: { success: true } })
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('witness key', () => {
  it('prints the public key, which is the same every time, and never the private one', async () => {
    const { code, stdout, stderr } = await witness('key')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[^+\s]+\/vmixctl-[0-9a-f]{8}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$/)
    expect((await witness('key', '--json')).stdout).toContain(stdout.trim())
    const secret = (await readFile(at('signer/witness.key'), 'utf8')).trim().split('+').at(-1) ?? ''
    expect(stdout + stderr).not.toContain(secret)
  })

  it('makes the key of a machine that has none yet', async () => {
    const { code, stdout } = await run(['witness', 'key', '--data', at('fresh')])
    expect([code, stdout]).toEqual([0, await readFile(at('fresh/signer/witness.vkey'), 'utf8')])
  })
})

describe('witness prove and verify-proof', () => {
  it('make a file of one entry, and check it where the log is not', async () => {
    const made = await witness('prove', '3', '--out', at('on-air.tlog-proof'))
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toContain('Entry 3, stream_started')
    const { code, stdout } = await run(['witness', 'verify-proof', at('on-air.tlog-proof'), '--key', await key()])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^PROVED\n/)
    expect(stdout).toContain('#3  stream_started')
  })

  it('take an operation by its id, and say all of it as data', async () => {
    const { code, stdout } = await witness('prove', '7eff4c8b', '--json')
    const { proof, entry } = JSON.parse(stdout) as { proof: string; entry: { event: { sequence: number } } }
    expect([code, entry.event.sequence]).toEqual([0, 3])
    await writeFile(at('by-id.tlog-proof'), proof)
    const checked = await witness('verify-proof', at('by-id.tlog-proof'), '--key', await key(), '--json')
    expect(JSON.parse(checked.stdout)).toMatchObject({ success: true, entry, checkpoint: { size: 3 } })
  })

  it('make a checkpoint where the newest one is older than the entry', async () => {
    {
      const options = { instance: 'studio', host: 'localhost', port: 8088, actor: 'anna' }
      await using log = await openWitness({ folder: at('witness/studio'), ...options })
      await log.append({ eventType: 'stream_stopped' })
    }
    const { code, stdout } = await witness('prove', '4')
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'c2sp.org/tlog-proof@v1'])
  })

  it('never write over a file', async () => {
    const before = await stat(at('on-air.tlog-proof'))
    expect((await witness('prove', '2', '--out', at('on-air.tlog-proof'))).code).toBe(2)
    expect((await stat(at('on-air.tlog-proof'))).mtimeMs).toBe(before.mtimeMs)
  })

  it('say plainly what was not proved, and end with 1', async () => {
    const text = await readFile(at('on-air.tlog-proof'), 'utf8')
    await writeFile(at('changed.tlog-proof'), text.replace('index 2', 'index 1'))
    const { code, stderr } = await witness('verify-proof', at('changed.tlog-proof'), '--key', await key())
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^NOT PROVED: /)])
    const stranger = await run(['witness', 'key', '--data', at('fresh')])
    const other = await witness('verify-proof', at('on-air.tlog-proof'), '--key', stranger.stdout.trim())
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('no signature of a key')])
  })

  it('end with 1 for an entry that is not there, 2 without a key or with a wrong one, 3 without a file', async () => {
    expect((await witness('prove', '99')).code).toBe(1)
    expect((await witness('prove', 'nothing')).code).toBe(1)
    expect((await witness('verify-proof', at('on-air.tlog-proof'))).code).toBe(2)
    expect((await witness('verify-proof', at('on-air.tlog-proof'), '--key', 'studio+0+x')).code).toBe(2)
    expect((await witness('verify-proof', at('no such file'), '--key', await key())).code).toBe(3)
  })
})
