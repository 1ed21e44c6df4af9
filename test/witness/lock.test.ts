import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { KernelLock } from '../../src/witness/index.ts'
import { until } from './support.ts'

const newPath = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'lock-')), 'channel-0')

describe('KernelLock', () => {
  it('is held by one at a time, in one process too', async () => {
    const path = await newPath()
    const one = new KernelLock(path)
    const other = new KernelLock(path)
    const release = one.tryAcquire()
    expect(release).not.toBeNull()
    expect([other.tryAcquire(), one.tryAcquire()]).toEqual([null, null])
    release?.()
    release?.()
    {
      using held = other.tryAcquire()
      expect(held).not.toBeNull()
      expect(one.tryAcquire()).toBeNull()
    }
    using again = one.tryAcquire()
    expect(again).not.toBeNull()
    expect((await stat(`${path}.lock`)).size).toBe(0)
  })

  it('is freed by the kernel when its holder is killed', async () => {
    const path = await newPath()
    const face = join(import.meta.dirname, '../../src/witness/index.ts')
    const script = `import { KernelLock } from ${JSON.stringify(face)}
      new KernelLock(${JSON.stringify(path)}).tryAcquire()
      // Nobody keeps the lock in a variable: the garbage collector must not free it.
      for (let round = 0; round < 20; round++) globalThis.gc()
      await new Promise((resolve) => setTimeout(resolve, 20))
      globalThis.gc()
      console.log('held')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    const lock = new KernelLock(path)
    expect(lock.tryAcquire()).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'close')
    using held = lock.tryAcquire()
    expect(held).not.toBeNull()
  })

  it('is waited for until it is free, the limit is reached, or the signal is aborted', async () => {
    const path = await newPath()
    const release = new KernelLock(path).tryAcquire()
    const waiter = new KernelLock(path)
    await expect(waiter.acquire({ clock: systemClock, timeoutMs: 20 })).rejects.toMatchObject({ code: 'locked' })
    const controller = new AbortController()
    const aborted = waiter.acquire({ clock: systemClock, timeoutMs: 60_000, signal: controller.signal })
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    let held = false
    const waiting = waiter.acquire({ clock: systemClock, timeoutMs: 60_000 }).then((free) => {
      held = true
      return free
    })
    release?.()
    await until(() => held)
    ;(await waiting)()
  })

  it('says so when the folder is not there', async () => {
    const lock = new KernelLock(join(await newPath(), 'nowhere', 'x'))
    expect(() => lock.tryAcquire()).toThrow(expect.objectContaining({ code: 'lock_failed' }))
  })
})
