import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { openWitness, type WitnessHead } from '../../src/witness/index.ts'
import { originalChain } from '../witness/original-chain.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let head: WitnessHead
const witness = (...args: readonly string[]) => run(['witness', ...args, '--instance', 'studio', '--data', folder.path])
const logFile = () => join(folder.path, 'witness', 'studio', '000001.jsonl')

beforeAll(async () => {
  folder = await temporaryFolder()
  const options = { instance: 'studio', host: 'localhost', port: 8088, actor: 'anna', clock: systemClock }
  await using log = await openWitness({ folder: join(folder.path, 'witness', 'studio'), ...options })
  await log.append({
    eventType: 'stream_started',
    params: { channel: 0, destination: { name: 'Twi\u001b[31mtch' } },
    result: { success: true },
  })
  await log.append({ eventType: 'stream_stopped', params: { channel: 0 }, result: { message: '=1+1' } })
  head = log.head()
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('witness list', () => {
  it('prints a line for each event, and lets nobody steer the terminal', async () => {
    const { code, stdout } = await witness('list')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(3)
    expect(stdout).toMatch(/stream_started +Stream 1/)
    expect(stdout).not.toContain('\u001b[31m')
  })

  it('by type, the last ones, and as data', async () => {
    expect((await witness('list', '--type', 'stream_started')).stdout.trim().split('\n')).toHaveLength(1)
    const { stdout } = await witness('list', '--last', '1', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ event: { event_type: 'stream_stopped' }, current_hash: head.hash })
  })
})

describe('witness verify', () => {
  it('0: proved against what was noted down', async () => {
    const result = await witness('verify', '--expect-size', String(head.size), '--expect-head', head.hash)
    expect(result).toMatchObject({ code: 0 })
    expect(result.stdout).toContain('PROVED')
  })

  it('2: whole, and not anchored; says what to note down', async () => {
    const result = await witness('verify')
    expect(result).toMatchObject({ code: 2 })
    expect(result.stdout).toContain(`--expect-size ${head.size} --expect-head ${head.hash}`)
  })

  it('1: broken: a word changed, an end cut off', async () => {
    const copy = join(folder.path, 'copy.jsonl')
    await writeFile(copy, (await readFile(logFile(), 'utf8')).replace('anna', 'otto'))
    const changed = await witness('verify', copy, '--json')
    expect(changed).toMatchObject({ code: 1 })
    expect(object(changed)).toMatchObject({ valid: false, brokenAt: 0 })
    const cut = await witness('verify', '--expect-size', String(head.size + 1))
    expect(cut).toMatchObject({ code: 1 })
  })

  it('3: nothing to read, or typed wrongly: never the 2 that means whole', async () => {
    expect(await witness('verify', join(folder.path, 'nowhere'))).toMatchObject({ code: 3 })
    expect(await witness('verify', '--expect-size', 'many')).toMatchObject({ code: 3 })
  })
})

describe('witness verify --format original', () => {
  const original = async (...args: readonly string[]) => {
    const file = join(folder.path, 'original.json')
    await writeFile(file, `[${texts.join(',\n')}]`)
    return witness('verify', '--format', 'original', file, ...args)
  }
  const chain = originalChain(['{"event_type": "stream_started", "params": {"fps": 26.0}}', '{"n": NaN}'])
  const texts = chain.map(({ text }) => text)
  const head = chain[1]?.hash ?? ''

  it("0, 1, 2 and 3, as for our own; the vMix's address counts where it is typed", async () => {
    expect(await original()).toMatchObject({ code: 2 })
    expect(await original('--expect-size', '2', '--expect-head', head, '--port', '8088')).toMatchObject({ code: 0 })
    const elsewhere = await original('--host', 'elsewhere', '--json')
    expect(elsewhere).toMatchObject({ code: 1 })
    expect(object(elsewhere)).toMatchObject({ valid: false, brokenAt: 0, totalEvents: 2 })
    expect(await witness('verify', '--format', 'original', join(folder.path, 'none'))).toMatchObject({ code: 3 })
    expect(await witness('verify', '--format', 'original')).toMatchObject({ code: 3 })
    expect(await witness('verify', '--format', 'mine', logFile())).toMatchObject({ code: 3 })
  })
})

describe('witness export', () => {
  it('is JSON that anything reads', async () => {
    const { stdout } = await witness('export', '--format', 'json')
    expect(JSON.parse(stdout)).toHaveLength(3)
  })

  it('is a table without formulas, in a file that is never overwritten', async () => {
    const file = join(folder.path, 'show.csv')
    expect(await witness('export', '--format', 'csv', '--out', file)).toMatchObject({ code: 0 })
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(5)
    expect(await witness('export', '--format', 'csv', '--out', file)).toMatchObject({ code: 2 })
  })
})
