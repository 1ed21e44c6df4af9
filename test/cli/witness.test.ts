import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { openWitness, type WitnessHead } from '../../src/witness/index.ts'
import { originalChain } from '../witness/original-chain.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run, start } from './vmixctl.ts'

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
    operationId: 'op-1:d1',
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

describe('witness list, chosen', () => {
  it('by types, time, actor, channel, operation and text', async () => {
    const types = async (...args: readonly string[]) => {
      const { stdout } = await witness('list', '--json', ...args)
      const lines = stdout.split('\n').filter((line) => line !== '')
      return lines.map((line) => (JSON.parse(line) as { event: { event_type: string } }).event.event_type)
    }
    expect(await types('--type', 'stream_*')).toEqual(['stream_started', 'stream_stopped'])
    expect(await types('--type', 'log_opened,stream_stopped')).toEqual(['log_opened', 'stream_stopped'])
    expect(await types('--since', '1h', '--channel', '0')).toEqual(['stream_started', 'stream_stopped'])
    expect(await types('--until', '2020-01-01')).toEqual([])
    expect(await types('--actor', 'ANN', '--text', '=1+1')).toEqual(['stream_stopped'])
    expect(await types('--operation', 'op-1')).toEqual(['stream_started'])
    expect(await types('--type', '*_st*', '--last', '1')).toEqual(['stream_stopped'])
  })

  it('complains of a time that is none, in words', async () => {
    const { code, stderr } = await witness('list', '--since', 'noon')
    expect(code).toBe(2)
    expect(stderr).toContain('It is a time')
  })
})

describe('witness show', () => {
  it.each([['2'], ['op-1'], ['op-1:d1'], ['hash']])('all of an operation, named by %s', async (by) => {
    const { stdout } = await witness('list', '--type', 'stream_started', '--json')
    const { current_hash } = JSON.parse(stdout) as { current_hash: string }
    const shown = await witness('show', by === 'hash' ? current_hash.slice(0, 12) : by)
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toMatch(/#2 {2}stream_started/)
    expect(shown.stdout).toContain('destination.name')
    expect(shown.stdout).toContain(current_hash)
    expect(shown.stdout).not.toContain('\u001b')
  })

  it('as data, and 1 where there is nothing of that name', async () => {
    const { stdout } = await witness('show', 'op-1', '--json')
    expect(JSON.parse(stdout)).toMatchObject([{ event: { operation_id: 'op-1:d1' } }])
    expect(await witness('show', 'nothing-such')).toMatchObject({ code: 1 })
  })
})

describe('witness tail', () => {
  it('prints the newest, and with -f what another process writes', async () => {
    expect((await witness('tail', '--last', '2')).stdout.trim().split('\n')).toHaveLength(2)
    const other = join(folder.path, 'witness', 'followed')
    const options = { folder: other, instance: 'followed', host: 'localhost', port: 8088, actor: 'ben' }
    await using log = await openWitness(options)
    const args = ['witness', 'tail', '-f', '--instance', 'followed', '--data', folder.path]
    const following = start(args)
    await following.prints('log_opened')
    await log.append({ eventType: 'rundown_item', params: { name: 'Opening' } })
    await following.prints('Opening')
    following.child.kill('SIGINT')
    expect(await following.ended).toMatchObject({ code: 0, stderr: '' })
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
    expect(cut.stdout).toContain(`BROKEN behind entry ${head.size}, the last one: entries are missing at the end`)
    // Who has noted something down need not be told to.
    expect(cut.stdout).not.toContain('keep the size')
  })

  it('1, and the question whether it is a show log, of a file that is none', async () => {
    const other = join(folder.path, 'other.txt')
    await writeFile(other, 'not one\n')
    const { code, stderr } = await witness('verify', other)
    expect([code, stderr]).toEqual([1, expect.stringContaining('--format original')])
    const copy = join(folder.path, 'touched.jsonl')
    await writeFile(copy, (await readFile(logFile(), 'utf8')).replace('anna', 'otto'))
    expect(await witness('verify', copy)).toMatchObject({ code: 1, stderr: '' })
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

  it('is a page for people, in their time zone, that says whether the log is whole', async () => {
    const file = join(folder.path, 'show.html')
    const args = ['--format', 'html', '--time-zone', 'Europe/Berlin', '--out', file]
    expect(await witness('export', ...args)).toMatchObject({ code: 0 })
    const page = await readFile(file, 'utf8')
    for (const said of ['Show report: studio', 'Europe/Berlin', `--expect-size ${head.size}`, 'Checked: 3 entries']) {
      expect(page).toContain(said)
    }
    expect(page).not.toContain('\u001b')
    expect(await witness('export', '--format', 'html', '--time-zone', 'Nowhere')).toMatchObject({ code: 2 })
  })

  it('of a period holds what happened in it', async () => {
    const { stdout } = await witness('export', '--format', 'json', '--until', '2020-01-01')
    expect(JSON.parse(stdout)).toEqual([])
  })

  it('is a table without formulas, in a file that is never overwritten', async () => {
    const file = join(folder.path, 'show.csv')
    expect(await witness('export', '--format', 'csv', '--out', file)).toMatchObject({ code: 0 })
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(5)
    expect(await witness('export', '--format', 'csv', '--out', file)).toMatchObject({ code: 2 })
  })
})
