import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { send } from './api.ts'
import { plantedKey, startShowApi } from './show-api.ts'

const start = '/instances/studio/streams/0/start'

describe('reading over the API', () => {
  it('status and health are asked now, and say what is not known', async () => {
    await using it = await startShowApi()
    expect(await it.get('/instances/studio/status')).toMatchObject({
      status: 200,
      body: { streaming: false, streamChannels: expect.any(Array), version: expect.any(String) },
    })
    expect(await it.get('/instances/studio/health')).toMatchObject({
      status: 200,
      body: { healthStatus: 'unknown', source: 'none', fps: null },
    })
    await it.show.simulator[Symbol.asyncDispose]()
    expect(await it.get('/instances/studio/status')).toMatchObject({ status: 502, body: { code: 'connection_error' } })
  })

  it('the show log is listed, by number and by kind, verified and exported', async () => {
    await using it = await startShowApi()
    expect(await it.get('/instances/studio/log')).toMatchObject({ status: 404, body: { code: 'no_log_yet' } })
    await it.post(start, { destinations: [{ preset: 'twitch' }] }, { 'idempotency-key': 'go-1' })
    await it.post('/instances/studio/streams/0/stop')
    const all = await it.get('/instances/studio/log?limit=1000')
    const entries = z
      .array(z.object({ event: z.looseObject({ sequence: z.number(), event_type: z.string() }) }))
      .parse(all.body['entries'])
    expect(entries.map(({ event }) => event.sequence)).toEqual(entries.map((_, index) => index + 1))
    const paged = await it.get('/instances/studio/log?after=1&limit=2')
    expect(paged.body).toMatchObject({ entries: [{ event: { sequence: 2 } }, { event: { sequence: 3 } }], next: 3 })
    expect((await it.get(`/instances/studio/log?after=${entries.length - 1}`)).body).toMatchObject({
      entries: [{ event: { sequence: entries.length } }],
      next: null,
    })
    expect((await it.get('/instances/studio/log?eventType=stream_started')).body['entries']).toMatchObject([
      { event: { event_type: 'stream_started', operation_id: expect.stringMatching(/^go-1/) } },
    ])
    expect((await it.get('/instances/studio/log?after=0&eventType=stream_stopped')).body['entries']).toHaveLength(1)
    expect((await it.get('/instances/studio/log/verify')).body).toMatchObject({
      valid: true,
      totalEvents: entries.length,
      brokenAt: null,
    })
    for (const [format, type] of [
      ['json', 'application/json'],
      ['csv', 'text/csv; charset=utf-8'],
      ['html', 'text/html; charset=utf-8'],
    ] as const) {
      const file = await send(it.api.port, { path: `/api/v1/instances/studio/log/export?format=${format}` })
      expect(file).toMatchObject({
        status: 200,
        headers: { 'content-type': type, 'content-disposition': `attachment; filename="studio.${format}"` },
      })
      expect(file.text).toContain(format === 'html' ? 'Show report' : 'stream_started')
      expect(file.text).not.toContain(plantedKey)
    }
    expect(await it.get('/instances/studio/log/proofs/999')).toMatchObject({
      status: expect.any(Number),
      body: { code: expect.stringMatching(/no_such_entry|no_checkpoint/) },
    })
  })

  it('functions are searched, and checked before one is called', async () => {
    await using it = await startShowApi()
    const found = await it.get('/functions?search=set%20volume')
    expect(
      z
        .array(z.object({ name: z.string() }))
        .parse(found.body['functions'])
        .map(({ name }) => name),
    ).toContain('SetVolume')
    const call = (body: unknown) => it.post('/instances/studio/functions', body)
    expect(await call({ name: 'SetVolume', params: { Input: 1, Value: 180 } })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('0 to 100') },
    })
    expect(await call({ name: 'SetVolum', params: {} })).toMatchObject({ status: 422 })
    expect(await call({ name: 'SetVolume', params: { Input: 1, Value: 80 } })).toMatchObject({
      status: 200,
      body: { function: 'SetVolume', verification: 'accepted' },
    })
  })

  it('a key that was planted comes out nowhere: answers, figures, log, events', async () => {
    await using it = await startShowApi()
    const texts: string[] = []
    const take = async (asked: Promise<{ text: string; headers: object }>) => {
      const { text, headers } = await asked
      texts.push(text, JSON.stringify(headers))
    }
    await take(it.post(start, { destinations: [{ preset: 'twitch' }], dryRun: true }))
    await take(it.post(start, { destinations: [{ preset: 'twitch' }] }))
    await take(it.post(start, { destinations: [{ preset: 'youtube' }] }))
    await take(it.post(start, { destinations: [{ rtmpUrl: plantedKey, key: { file: plantedKey } }] }))
    await take(
      it.post('/instances/studio/functions', { name: 'StreamingSetKey', params: { Value: `1,${plantedKey}` } }),
    )
    await take(it.post('/instances/studio/functions', { name: plantedKey, [plantedKey]: 1 }))
    await take(it.post('/session', { token: plantedKey }))
    for (const path of [
      '/board',
      '/instances',
      '/instances/studio/streams',
      '/instances/studio/recordings',
      '/instances/studio/status',
      '/instances/studio/health',
      '/instances/studio/log',
      '/instances/studio/log/export',
      '/presets',
      '/tokens',
      '/alerts',
      '/gateway',
      '/openapi.json',
    ])
      await take(it.get(path))
    await take(send(it.api.port, { path: '/metrics' }))
    await take(it.post('/instances/studio/streams/0/stop'))
    texts.push(JSON.stringify(it.api.recorded), JSON.stringify(it.api.failures), JSON.stringify(it.api.board.entities))
    texts.push(await readFile(`${it.show.controller.witnessFolder}/000001.jsonl`, 'utf8'))
    expect(texts.filter((text) => text.includes(plantedKey.slice(8)))).toEqual([])
  })
})
