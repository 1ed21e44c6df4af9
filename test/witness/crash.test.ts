import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { start } from '../cli/vmixctl.ts'
import { collect, freshFolder, openIn, until } from './support.ts'

/** `CRASH_KILLS=1000` is the whole of it, some minutes. */
const kills = Number(process.env['CRASH_KILLS'] ?? 40)
const appenders = 8
/** Short segments, so that many a kill comes while a new one is begun. */
const segmentBytes = 20_000

/** A process that appends until it is killed, and what it was told is on disk. */
class Appender {
  readonly #child: ChildProcess
  readonly #closed: Promise<unknown>
  #output = ''

  constructor(folder: string, writer: string) {
    const script = join(import.meta.dirname, 'appender.ts')
    this.#child = spawn(process.execPath, [script, folder, writer, '0', '3', String(segmentBytes)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    this.#closed = once(this.#child, 'close')
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
    })
  }

  get hasSpoken(): boolean {
    return this.#output !== ''
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** @returns what was acknowledged, each as place and hash */
  async kill(): Promise<string[]> {
    this.#child.kill('SIGKILL')
    await this.#closed
    return this.#output.split('\n').slice(0, -1)
  }
}

/** Place and hash of every entry in the log. */
async function recorded(folder: string): Promise<Set<string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  const lines = texts.join('').split('\n').slice(0, -1)
  return new Set(lines.map((line, index) => `${index + 1} ${line.slice(18, 82)}`))
}

describe(`killed with -9 at ${kills} random moments while eight processes append`, () => {
  it('a log keeps every acknowledged entry, verifies, and goes on at once', {
    timeout: 60_000 + kills * 3000,
  }, async () => {
    const folder = await freshFolder()
    const acknowledged: string[] = []
    let started = 0
    const startOne = (): Appender => new Appender(folder, `w${started++}`)
    const running = Array.from({ length: appenders }, startOne)
    onTestFinished(async () => void (await Promise.all(running.map((one) => one.kill()))))
    const atWork = (): number[] => running.flatMap(({ hasSpoken }, index) => (hasSpoken ? [index] : []))
    await until(() => atWork().length === appenders)
    const broken: unknown[] = []
    for (let kill = 0; kill < kills; kill++) {
      // Starting one takes longer than killing one: else soon nobody would be at work.
      await until(() => atWork().length >= appenders / 2)
      await sleep(Math.random() * 60)
      // Mostly one that is at work; also one that is only beginning.
      const from = Math.random() < 0.8 ? atWork() : running.map((_, index) => index)
      const index = from[Math.floor(Math.random() * from.length)] ?? 0
      acknowledged.push(...((await running[index]?.kill()) ?? []))
      running[index] = startOne()
      const { valid, reason } = kill % 20 === 0 ? await verifyLog({ folder }) : { valid: true, reason: null }
      if (!valid) broken.push(reason)
    }
    expect(broken).toEqual([])
    // Nobody ended by itself: no process was told that the log is broken, or could not have its turn.
    expect(running.map((one) => one.isRunning)).toEqual(running.map(() => true))
    for (const one of running) acknowledged.push(...(await one.kill()))
    expect(await verifyLog({ folder })).toMatchObject({ valid: true })
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'stream_stopped' })
      expect(await collect(witness.entries({ eventType: 'log_opened' }))).toHaveLength(1)
    }
    const log = await recorded(folder)
    expect(acknowledged.length).toBeGreaterThan(kills * 5)
    expect(acknowledged.filter((line) => !log.has(line))).toEqual([])
    expect((await readdir(folder)).filter((name) => name.endsWith('.jsonl')).length).toBeGreaterThan(2)
    const { totalEvents, lastHash, tornTail } = await verifyLog({ folder, host: 'localhost', port: 8088 })
    expect({ totalEvents, tornTail }).toEqual({ totalEvents: log.size, tornTail: null })
    const verify = (...more: readonly string[]) => start(['witness', 'verify', folder, ...more]).ended
    expect((await verify()).code).toBe(2)
    expect((await verify('--expect-size', String(totalEvents), '--expect-head', String(lastHash))).code).toBe(0)
  })
})
