import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWitness } from '../../src/witness/index.ts'
import { needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run, start } from './vmixctl.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const witness = (...args: readonly string[]) => run(['witness', ...args, '--instance', 'studio', '--data', folder.path])
const open = (instance: string) =>
  openWitness({
    folder: join(folder.path, 'witness', instance),
    instance,
    host: 'localhost',
    port: 8088,
    actor: 'anna',
    rotation: { bytes: 4096 },
  })

beforeAll(async () => {
  folder = await temporaryFolder()
  await using log = await open('studio')
  await log.append({ eventType: 'stream_started', operationId: '7eff4c8b' })
  await log.append({ eventType: 'stream_stopped', operationId: '7effaaaa' })
  await log.append({ eventType: 'own' })
})
afterAll(() => folder[Symbol.asyncDispose]())

const typesIn = (stdout: string): readonly string[] => {
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => (JSON.parse(line) as { event: { event_type: string } }).event.event_type)
}

describe('what is asked of a log', () => {
  it('by --type twice is both', async () => {
    const { code, stdout } = await witness('list', '--json', '--type', 'stream_started', '--type', 'own,stream_stopped')
    expect([code, typesIn(stdout)]).toEqual([0, ['stream_started', 'stream_stopped', 'own']])
  })

  it.each([[','], [''], [' , ']])(
    'by --type "%s", which names none, is wrong usage and not everything',
    async (none) => {
      for (const command of ['list', 'tail']) {
        const { code, stdout, stderr } = await witness(command, '--type', none)
        expect([command, code, stdout]).toEqual([command, 2, ''])
        expect(stderr).toContain('--type')
      }
    },
  )

  it('by more than the newest that can be held is refused, and not cut short', async () => {
    for (const command of ['list', 'tail']) {
      const { code, stdout, stderr } = await witness(command, '--last', '100001')
      expect([command, code, stdout]).toEqual([command, 2, ''])
      expect(stderr).toContain('100,000')
      expect(await witness(command, '--last', '100000', '--json')).toMatchObject({ code: 0, stderr: '' })
    }
  })

  it('and not there is said beside the output, for people', async () => {
    for (const command of ['list', 'tail']) {
      const { code, stdout, stderr } = await witness(command, '--type', 'nonsense')
      expect([command, code, stdout, stderr]).toEqual([command, 0, '', expect.stringContaining('such a one')])
      expect(await witness(command, '--type', 'nonsense', '--json')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    }
  })

  it('as data is its lines, byte for byte', async () => {
    {
      await using log = await open('numbers')
      await log.append({ eventType: 'own', params: { '9': -0, '10': 1e16, a: 1e-7, é: '\u2028' } })
    }
    const lines = await readFile(join(folder.path, 'witness', 'numbers', '000001.jsonl'), 'utf8')
    for (const command of ['list', 'tail']) {
      const listed = await run(['witness', command, '--json', '--instance', 'numbers', '--data', folder.path])
      expect([command, listed.stdout]).toEqual([command, lines])
    }
  })

  it('by the beginning of several ids is an error that names them', async () => {
    const shown = await witness('show', '7eff')
    expect(shown).toMatchObject({ code: 1, stdout: '' })
    expect(shown.stderr).toMatch(/2 operations[\s\S]*7eff4c8b[\s\S]*7effaaaa/)
    const data = await witness('show', '7eff', '--json')
    expect(data.code).toBe(1)
    expect(object(data)).toMatchObject({ success: false, error: 'ambiguous' })
    expect(data.stdout).toContain('7effaaaa')
    expect(await witness('show', '7eff4')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe.runIf(process.platform !== 'win32' && needs('bash'))('a reader that goes away early', () => {
  const main = resolve(import.meta.dirname, '../../src/cli/main.ts')

  beforeAll(async () => {
    await using log = await open('long')
    const params = { filler: 'x'.repeat(500) }
    await Promise.all(Array.from({ length: 1000 }, () => log.append({ eventType: 'own', params })))
  })

  it.each([
    ['list'],
    ['list --json'],
    ['tail --last 1000 --json'],
    ['show 2'],
    ['export --format json'],
    ['export --format csv'],
    ['export --format html'],
  ])('is no failure of witness %s', (command) => {
    const args = ['witness', ...command.split(' '), '--instance', 'long', '--data', folder.path]
    const script = '"$0" "$@" | head -n 1; exit "${PIPESTATUS[0]}"'
    const piped = spawnSync('bash', ['-c', script, process.execPath, main, ...args], { encoding: 'utf8' })
    expect({ code: piped.status, stderr: piped.stderr }).toEqual({ code: 0, stderr: '' })
    expect(piped.stdout.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('witness tail -f', () => {
  it('goes on over a writer that ends and another that begins, and over segments, each entry once and in order', async () => {
    const write = async (from: number): Promise<void> => {
      await using log = await open('followed')
      for (let index = from; index < from + 15; index++) {
        await log.append({ eventType: 'own', params: { index, filler: 'x'.repeat(300) } })
      }
    }
    await write(0)
    const following = start(['witness', 'tail', '-f', '--json', '--instance', 'followed', '--data', folder.path])
    await following.prints('"index": 14')
    await write(15)
    await following.prints('"index": 29')
    await write(30)
    await following.prints('"index": 44')
    following.child.kill('SIGINT')
    const { code, stderr, stdout } = await following.ended
    expect([code, stderr]).toEqual([0, ''])
    const sequences = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: { sequence: number } }).event.sequence)
    expect(sequences).toEqual(Array.from({ length: 40 }, (_, index) => index + 7))
  })
})
