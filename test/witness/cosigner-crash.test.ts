import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ForeignLog, post } from './cosign-support.ts'

const script = join(import.meta.dirname, 'cosigner-process.ts')

/** A cosigner in a process of its own: its address, once it listens. */
async function startProcess(place: string, log: ForeignLog, how = ''): Promise<{ child: ChildProcess; url: string }> {
  const files = [join(place, 'cosigner.key'), join(place, 'cosigned')]
  const child = spawn(process.execPath, [script, ...files, log.signer.vkey, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { child, url: String(said).trim() }
}

const sizeAt = async (url: string, log: ForeignLog): Promise<number> => {
  // An old size that it cannot have: it says which one it has.
  const { status, body } = await post(url, `old ${log.size}\n\n${log.checkpoint()}`)
  expect(status).toBe(409)
  return Number(body)
}

describe('a cosigner that is killed', () => {
  it('between the disk and its answer remembers what it never answered', { timeout: 60_000 }, async () => {
    const place = await mkdtemp(join(tmpdir(), 'cosigner-'))
    const log = new ForeignLog('example.com/studio').grow(9)
    for (const [from, to] of [
      [0, 3],
      [3, 5],
    ] as const) {
      const { child, url } = await startProcess(place, log, 'kill-before-answer')
      const ended = once(child, 'exit')
      await expect(post(url, log.request(from, to))).rejects.toThrow('fetch failed')
      expect((await ended)[1]).toBe('SIGKILL')
    }
    const { url } = await startProcess(place, log)
    expect(await sizeAt(url, log)).toBe(5)
    expect((await post(url, log.fork(4).grow(5, 'forged').request(5))).status).toBe(422)
    expect((await post(url, log.request(5))).status).toBe(200)
  })

  it('at any moment never forgets what it has answered', { timeout: 120_000 }, async () => {
    const place = await mkdtemp(join(tmpdir(), 'cosigner-'))
    const log = new ForeignLog('example.com/studio').grow(2000)
    let answered = 0
    for (let round = 0; round < 8; round++) {
      const { child, url } = await startProcess(place, log)
      const now = await sizeAt(url, log)
      expect(now).toBeGreaterThanOrEqual(answered)
      answered = now
      const killed = sleep(20 + Math.random() * 80).then(() => child.kill('SIGKILL'))
      for (let status = 200; status === 200 && answered < log.size - 1; ) {
        // No answer at all, where it was killed.
        status = (await post(url, log.request(answered, answered + 1)).catch(() => ({ status: 0 }))).status
        expect([0, 200]).toContain(status)
        if (status === 200) answered++
      }
      await killed
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    expect(answered).toBeGreaterThan(8)
  })
})
