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

  it('is given to exactly one of several processes that ask at the same moment', async () => {
    const path = await newPath()
    const face = join(import.meta.dirname, '../../src/witness/index.ts')
    const script = `import { KernelLock } from ${JSON.stringify(face)}
      let release = null
      process.on('message', (at) => {
        if (at === 'release') {
          release?.()
          return void process.send('released')
        }
        const lock = new KernelLock(${JSON.stringify(path)})
        while (performance.timeOrigin + performance.now() < at) {}
        release = lock.tryAcquire()
        process.send(release !== null)
      })
      process.send('ready')`
    const children = [1, 2].map(() =>
      spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    )
    onTestFinished(() => children.forEach((child) => child.kill('SIGKILL')))
    const answers = () => Promise.all(children.map((child) => once(child, 'message').then(([said]: unknown[]) => said)))
    const ask = async (message: number | 'release') => {
      const said = answers()
      for (const child of children) child.send(message)
      return await said
    }
    await answers()
    for (let round = 0; round < 100; round++) {
      const soon = performance.timeOrigin + performance.now() + 5
      expect((await ask(soon)).filter((held) => held === true)).toHaveLength(1)
      await ask('release')
    }
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
