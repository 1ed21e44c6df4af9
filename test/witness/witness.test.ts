import { appendFile, readdir, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRedactor, Secret } from '../../src/secrets/index.ts'
import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { KernelLock, verifyLog } from '../../src/witness/index.ts'
import { collect, freshFolder, linesOf, openIn, segmentOf, typesOf } from './support.ts'

describe('a new log', () => {
  it('begins with log_opened at the genesis of its address, and numbers its entries from 1', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    const entry = await witness.append({ eventType: 'stream_started', params: { channel: 0 }, operationId: 'op' })
    const [opened] = await collect(witness.entries())
    expect(opened?.event).toMatchObject({
      event_type: 'log_opened',
      params: { format: 1, host: 'localhost', port: 8088, instance: 'studio' },
      sequence: 1,
    })
    expect(opened?.previous_hash).toBe('fd1d76ec4e26ddd0969e46da50315d2264e0a4add11eeb8dd73f8ca5b3720440')
    expect(entry).toMatchObject({ previous_hash: opened?.current_hash, event: { sequence: 2, actor: 'anna' } })
    expect(entry.event.logged_at).toBe(entry.witness_timestamp)
    expect(witness.head()).toEqual({ size: 2, hash: entry.current_hash })
  })

  it('keeps the address that it began with', async () => {
    const folder = await freshFolder()
    await (await openIn(folder))[Symbol.asyncDispose]()
    await using witness = await openIn(folder, { host: '10.0.0.9', port: 9000 })
    await witness.append({ eventType: 'stream_started' })
    expect(await verifyLog({ folder, host: 'localhost', port: 8088 })).toMatchObject({ valid: true, totalEvents: 2 })
    expect(await verifyLog({ folder, host: '10.0.0.9', port: 9000 })).toMatchObject({ valid: false, brokenAt: 0 })
  })

  it('writes nothing when it is only opened again', async () => {
    const folder = await freshFolder()
    await (await openIn(folder))[Symbol.asyncDispose]()
    const before = await linesOf(folder)
    await (await openIn(folder))[Symbol.asyncDispose]()
    expect(await linesOf(folder)).toEqual(before)
  })
})

describe('append', () => {
  it('keeps the order of the calls, in one process and together with another writer', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder, { writer: 'one' })
    await using other = await openIn(folder, { writer: 'other' })
    const write = (witness: typeof one, index: number): Promise<unknown> =>
      witness.append({ eventType: 'health_changed', params: { index } })
    const indexes = Array.from({ length: 300 }, (_, index) => index)
    await Promise.all(indexes.flatMap((index) => [write(one, index), write(other, index)]))
    const entries = await collect(one.entries({ eventType: 'health_changed' }))
    for (const writer of ['one', 'other']) {
      const own = entries.filter(({ event }) => event.writer === writer)
      expect(own.map(({ event }) => event.params?.['index'])).toEqual(indexes)
    }
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 601 })
    expect((await one.refresh()).size).toBe(601)
  })

  it('writes what was given at the time of the call', async () => {
    await using witness = await openIn(await freshFolder())
    const params = { channel: 0 }
    const written = witness.append({ eventType: 'stream_started', params })
    params.channel = 9
    expect((await written).event.params).toEqual({ channel: 0 })
  })

  it('refuses a bad event and records the next one', async () => {
    await using witness = await openIn(await freshFolder())
    await expect(witness.append({ eventType: 'x', result: Number.NaN })).rejects.toMatchObject({ code: 'bad_event' })
    expect(await witness.appendUrgent({ eventType: 'x', result: undefined, params: { a: undefined } })).toMatchObject({
      witnessed: false,
      why: { code: 'bad_event' },
    })
    expect((await witness.append({ eventType: 'stream_stopped' })).event.sequence).toBe(2)
  })

  it('rejects with the reason of an aborted signal', async () => {
    await using witness = await openIn(await freshFolder())
    const reason = new Error('enough')
    const given = AbortSignal.abort(reason)
    await expect(witness.append({ eventType: 'x' }, { signal: given })).rejects.toBe(reason)
    const controller = new AbortController()
    const written = witness.append({ eventType: 'x' }, { signal: controller.signal })
    controller.abort(reason)
    await expect(written).rejects.toBe(reason)
  })

  it('lets no known secret into the log', async () => {
    const folder = await freshFolder()
    const key = 'SECRET-a&b=c d+e#f'
    const { redact } = createRedactor([new Secret(key)])
    await using witness = await openIn(folder, { redact })
    await witness.append({
      eventType: 'stream_started',
      params: { [key]: key, url: `rtmp://h/app/${key}` },
      result: `failed: ${encodeURIComponent(key)}`,
      actor: key,
    })
    expect((await linesOf(folder)).join('\n')).not.toMatch(/SECRET|a&b|a%26b/)
  })

  it('refuses when it is closed', async () => {
    const witness = await openIn(await freshFolder())
    await witness[Symbol.asyncDispose]()
    await witness[Symbol.asyncDispose]()
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'closed' })
    expect(await witness.appendUrgent({ eventType: 'x' })).toMatchObject({ witnessed: false, why: { code: 'closed' } })
  })

  it('finishes what was asked before the close', async () => {
    const folder = await freshFolder()
    const witness = await openIn(folder)
    const all = Array.from({ length: 100 }, () => witness.append({ eventType: 'x' }))
    await witness[Symbol.asyncDispose]()
    await Promise.all(all)
    expect(await linesOf(folder)).toHaveLength(101)
  })
})

describe('reading', () => {
  it('filters by type, operation and place', async () => {
    await using witness = await openIn(await freshFolder())
    await witness.append({
      eventType: 'operation_requested',
      operationId: 'a"b',
      params: { event_type: 'x', operation_id: 'y' },
    })
    await witness.append({ eventType: 'x', operationId: 'y' })
    await witness.append({ eventType: 'stream_started', operationId: 'a"b' })
    expect(typesOf(await collect(witness.entries({ operationId: 'a"b' })))).toEqual([
      'operation_requested',
      'stream_started',
    ])
    expect(typesOf(await collect(witness.entries({ eventType: 'x' })))).toEqual(['x'])
    expect(typesOf(await collect(witness.entries({ from: 3 })))).toEqual(['x', 'stream_started'])
  })

  it('goes on where it ended, and does not miss what came meanwhile', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder)
    await using other = await openIn(folder)
    let seen = 0
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 700 }, () => other.append({ eventType: 'x', params: { text: 'y'.repeat(200) } })),
      )
      const fresh = await collect(one.entries({ from: seen + 1 }))
      expect(fresh.map(({ event }) => event.sequence)).toEqual(fresh.map((_, index) => seen + index + 1))
      seen += fresh.length
      expect(seen).toBe((round + 1) * 700 + 1)
    }
    expect(await collect(one.entries({ from: 3 }))).toHaveLength(seen - 2)
  })

  it('does not wait for a process that keeps the log', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder, { limits: { lockMs: 100 } })
    using held = new KernelLock(join(folder, 'log')).tryAcquire()
    expect(held).not.toBeNull()
    expect(await collect(witness.entries())).toHaveLength(1)
    expect(await witness.unfinished()).toEqual([])
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'locked' })
    expect(await witness.appendUrgent({ eventType: 'x' })).toMatchObject({ witnessed: false, why: { code: 'locked' } })
  })

  it('tells the intents without an outcome, also those of other processes', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder)
    await using other = await openIn(folder)
    for (const id of ['a', 'b', 'c']) await one.append({ eventType: 'operation_requested', operationId: id })
    await one.append({ eventType: 'stream_started', operationId: 'a' })
    const ids = async (witness: typeof one): Promise<unknown> =>
      (await witness.unfinished()).map(({ event }) => event.operation_id)
    expect(await ids(other)).toEqual(['b', 'c'])
    await one.append({ eventType: 'operation_interrupted', operationId: 'b' })
    expect(await Promise.all([ids(other), ids(other), ids(one)])).toEqual([['c'], ['c'], ['c']])
  })
})

describe('a log that must not be continued', () => {
  const filled = async (): Promise<string> => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    for (let index = 0; index < 5; index++) await witness.append({ eventType: 'x', params: { index } })
    return folder
  }

  it('is one whose last entry does not verify', async () => {
    const folder = await filled()
    const lines = await linesOf(folder)
    lines[5] = lines[5]?.replace('"index": 4', '"index": 5') ?? ''
    await writeFile(segmentOf(folder), `${lines.join('\n')}\n`)
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'broken' })
  })

  it('is one whose last newline was changed', async () => {
    const folder = await filled()
    await writeFile(segmentOf(folder), `${(await linesOf(folder)).join('\n')}\u000b`)
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'broken' })
    expect(await verifyLog({ folder })).toMatchObject({ valid: false, brokenAt: 5 })
  })

  it('is one that got shorter, or vanished, while it was open', async () => {
    const folder = await filled()
    await using witness = await openIn(folder)
    await truncate(segmentOf(folder), 1000)
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'broken' })
    await rename(segmentOf(folder), join(folder, 'away'))
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'broken' })
    expect(await readdir(folder)).not.toContain('000001.jsonl')
  })

  it('is one that a newer version began', async () => {
    const folder = await filled()
    const [first = ''] = await linesOf(folder)
    const newer = first.replace('"format": 1', '"format": 2')
    const event = /"event": (.*), "previous_hash"/.exec(newer)?.[1] ?? ''
    const line = newer.replace(/[0-9a-f]{64}/, sha256(genesisHash('localhost', 8088) + event))
    await writeFile(segmentOf(folder), `${line}\n`)
    await expect(verifyLog({ folder })).rejects.toMatchObject({ code: 'newer_format' })
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'newer_format' })
  })

  it('still lets stops through when it is opened to continue', async () => {
    const folder = await filled()
    await appendFile(segmentOf(folder), 'x\n')
    await using witness = await openIn(folder, { whenUnavailable: 'continue' })
    await expect(witness.append({ eventType: 'operation_requested' })).rejects.toMatchObject({ code: 'broken' })
    expect(await witness.appendUrgent({ eventType: 'stream_stopped' })).toMatchObject({
      witnessed: false,
      why: { code: 'broken' },
    })
  })
})
