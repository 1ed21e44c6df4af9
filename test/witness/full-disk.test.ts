import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmdirSync, statfsSync, statSync } from 'node:fs'
import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KernelLock, verifyLog } from '../../src/witness/index.ts'
import { needsThat } from '../support/programs.ts'
import { collect, openIn, segmentOf, typesOf, until } from './support.ts'

const disk = mkdtempSync(join(tmpdir(), 'small-disk-'))

function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function mayMount(): boolean {
  const mounted = mountSmallDisk()
  if (mounted) execFileSync('umount', [disk])
  return mounted
}

/** Fills what is left to the last byte. */
async function fill(): Promise<void> {
  await using file = await open(join(disk, 'filler'), 'w')
  for (const size of [4096, 1]) {
    try {
      for (;;) await file.write(Buffer.alloc(size, 1))
    } catch {
      // full
    }
  }
}
const free = (): Promise<void> => rm(join(disk, 'filler'))

describe.runIf(needsThat(mayMount(), 'a small tmpfs that may be mounted'))('a full disk', () => {
  const folder = join(disk, 'studio')
  beforeAll(() => {
    mountSmallDisk()
  })
  beforeEach(async () => {
    for (const name of readdirSync(disk)) await rm(join(disk, name), { recursive: true })
  })
  afterAll(() => {
    execFileSync('umount', [disk])
    rmdirSync(disk)
  })
  /** Fills the disk and the rest of the log's last page. */
  async function fillWith(witness: Awaited<ReturnType<typeof openIn>>): Promise<void> {
    await fill()
    for (;;) {
      try {
        await witness.append({ eventType: 'filler', params: { text: 'x'.repeat(100) } })
      } catch {
        return
      }
    }
  }

  it('refuses starts with a clear error, lets stops through on the reserve, and records the gap afterwards', async () => {
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'stream_started' })
      expect(statSync(join(folder, 'reserve')).size).toBe(65_536)
      await fillWith(witness)
      const size = witness.head().size
      await expect(witness.append({ eventType: 'operation_requested', operationId: 'start' })).rejects.toMatchObject({
        code: 'disk_full',
        message: expect.stringMatching(/full.*[Ff]ree some space/s),
      })
      for (let index = 0; index < 5; index++) {
        expect(await witness.appendUrgent({ eventType: 'stream_stopped', params: { index } })).toMatchObject({
          witnessed: true,
        })
      }
      // The room that was given back is for stops alone.
      await expect(witness.append({ eventType: 'operation_requested' })).rejects.toMatchObject({ code: 'disk_full' })
      expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
      const since = await collect(witness.entries({ from: size + 1 }))
      expect(typesOf(since).filter((type) => type !== 'log_recovered')).toEqual(
        Array.from({ length: 5 }, () => 'stream_stopped'),
      )
      await free()
      await witness.append({ eventType: 'stream_started' })
      expect(statSync(join(folder, 'reserve')).size).toBe(65_536)
      const [gap] = await collect(witness.entries({ eventType: 'witness_gap' }))
      expect(gap?.event.params).toMatchObject({
        cause: 'disk_full',
        recorded_late: 0,
        kinds: { operation_requested: 2 },
      })
    }
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
    expect(statSync(join(folder, 'gap.mark')).mtimeMs).toBeGreaterThan(1e12)
  })

  it('remembers stops that not even the reserve could take, and records them as late by itself', async () => {
    await using witness = await openIn(folder)
    await fillWith(witness)
    const big = { eventType: 'stream_stopped', params: { text: 'x'.repeat(60_000) } }
    const results = [await witness.appendUrgent(big), await witness.appendUrgent(big), await witness.appendUrgent(big)]
    expect(results.map(({ witnessed }) => witnessed)).toEqual([true, false, false])
    expect(results[2]).toMatchObject({ why: { code: 'disk_full' } })
    await free()
    await until(async () => (await collect(witness.entries({ eventType: 'witness_gap' }))).length === 1)
    const entries = await collect(witness.entries())
    const at = typesOf(entries).indexOf('witness_gap')
    expect(entries[at]?.event.params).toMatchObject({ recorded_late: 2 })
    expect(typesOf(entries).slice(at)).toEqual(['witness_gap', 'stream_stopped', 'stream_stopped'])
    expect(entries.map(({ event }) => event.late).slice(at)).toEqual([undefined, true, true])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true })
  })

  it('leaves a mark that outlives the process, and the next one with room records it', async () => {
    const began = Date.now()
    {
      await using witness = await openIn(folder)
      await fillWith(witness)
    }
    {
      // Still full: it opens, writes nothing, and stops go out.
      await using witness = await openIn(folder)
      expect(await witness.appendUrgent({ eventType: 'stream_stopped' })).toMatchObject({ witnessed: true })
    }
    await free()
    await using witness = await openIn(folder)
    const gaps = await collect(witness.entries({ eventType: 'witness_gap' }))
    expect(gaps).toHaveLength(1)
    expect(gaps[0]?.event.params).toMatchObject({ left_by_earlier_process: true, count: 0 })
    const firstAt = gaps[0]?.event.params?.['first_at']
    expect(Date.parse(typeof firstAt === 'string' ? firstAt : '')).toBeGreaterThanOrEqual(began)
    await using again = await openIn(folder)
    expect(await collect(again.entries({ eventType: 'witness_gap' }))).toHaveLength(1)
  })

  it('from the very start: opening fails clearly, or goes on and answers stops at once', async () => {
    await fill()
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'disk_full' })
    await using witness = await openIn(folder, { whenUnavailable: 'continue' })
    await expect(witness.append({ eventType: 'operation_requested' })).rejects.toMatchObject({ code: 'disk_full' })
    expect(await witness.appendUrgent({ eventType: 'stream_stopped' })).toMatchObject({ witnessed: false })
    await free()
    await until(async () => (await collect(witness.entries()).catch(() => [])).length > 0)
    expect(typesOf(await collect(witness.entries()))).toEqual(['log_opened', 'witness_gap', 'stream_stopped'])
  })

  it('does not keep a lock from being taken', async () => {
    await fill()
    const lock = new KernelLock(join(disk, 'channel'))
    using held = lock.tryAcquire()
    expect(held).not.toBeNull()
    expect(new KernelLock(join(disk, 'channel')).tryAcquire()).toBeNull()
    expect(statfsSync(disk).bavail).toBe(0)
    await expect(writeFile(join(disk, 'more'), 'x')).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(await readFile(segmentOf(folder)).catch(() => null)).toBeNull()
  })
})
