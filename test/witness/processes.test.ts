import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { freshFolder, linesOf } from './support.ts'

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
