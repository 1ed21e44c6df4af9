import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { collect, freshFolder, linesOf, openIn } from './support.ts'

interface Appender {
  readonly child: ChildProcess
  readonly acknowledged: () => string[]
  readonly ended: Promise<unknown>
}

function startAppender(folder: string, writer: string, count: number, width: number): Appender {
  const script = join(import.meta.dirname, 'appender.ts')
  const child = spawn(process.execPath, [script, folder, writer, String(count), String(width)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return { child, acknowledged: () => output.split('\n').slice(0, -1), ended: once(child, 'close') }
}

/** Place and hash of every entry in the log. */
async function recorded(folder: string): Promise<Set<string>> {
  const lines = await linesOf(folder)
  return new Set(lines.map((line, index) => `${index + 1} ${line.slice(18, 82)}`))
}

describe('eight processes on one log', () => {
  it('never fork it, lose nothing, and all get their turn', { timeout: 60_000 }, async () => {
    const folder = await freshFolder()
    const all = Array.from({ length: 8 }, (_, index) => startAppender(folder, `w${index}`, 60, 4))
    await Promise.all(all.map(({ ended }) => ended))
    expect(all.map(({ child }) => child.exitCode)).toEqual(Array.from({ length: 8 }, () => 0))
    expect(await verifyLog({ folder, host: 'localhost', port: 8088 })).toMatchObject({
      valid: true,
      totalEvents: 8 * 60 + 1,
    })
    const log = await recorded(folder)
    for (const { acknowledged } of all) {
      expect(acknowledged()).toHaveLength(60)
      expect(acknowledged().filter((line) => !log.has(line))).toEqual([])
    }
  })
})

describe('killed at any moment', () => {
  it('the log keeps every acknowledged entry and is continued at once', { timeout: 120_000 }, async () => {
    const folder = await freshFolder()
    const acknowledged: string[] = []
    for (let round = 0; round < 12; round++) {
      const pair = [0, 1, 2].map((index) => startAppender(folder, `r${round}-${index}`, 0, 3))
      const spoke = pair[0]?.child.stdout ? once(pair[0].child.stdout, 'data') : Promise.resolve()
      await Promise.race([spoke, sleep(5000)])
      for (const { child } of pair) {
        await sleep(Math.random() * 25)
        child.kill('SIGKILL')
      }
      await Promise.all(pair.map(({ ended }) => ended))
      acknowledged.push(...pair.flatMap((one) => one.acknowledged()))
      expect(await verifyLog({ folder })).toMatchObject({ valid: true })
    }
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'stream_stopped' })
    const log = await recorded(folder)
    expect(acknowledged.length).toBeGreaterThan(20)
    expect(acknowledged.filter((line) => !log.has(line))).toEqual([])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
    expect((await collect(witness.entries({ eventType: 'log_opened' }))).length).toBe(1)
  })
})
