import { describe, expect, it } from 'vitest'
import { send, startApi, streamOf, type RunningApi } from './api.ts'
import { startShowApi } from './show-api.ts'

async function metricsOf(api: RunningApi): Promise<string[]> {
  const { status, text, headers } = await send(api.port, { path: '/metrics' })
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  return text.split('\n').filter((line) => !line.startsWith('#') && line !== '')
}

describe('the metrics', () => {
  it('tell what the board shows, and leave out what was not measured', async () => {
    await using api = await startApi()
    const stream = streamOf('studio', 1)
    api.board.put(stream)
    api.board.put({
      ...stream,
      channel: 1,
      live: null,
      shouldBeLive: null,
      figures: { ...stream.figures, fps: null, bitrateKbps: null },
      health: { status: 'unknown', source: 'none', reasons: [] },
      destinations: [],
    })
    const lines = await metricsOf(api)
    expect(lines).toContain('vmix_streaming_active{instance="studio",channel="0"} 1')
    expect(lines).toContain(
      'vmix_output_bitrate_bits_per_second{instance="studio",channel="0",destination="d1"} 6000000',
    )
    expect(lines).toContain('vmix_output_dropped_frames_total{instance="studio",channel="0",destination="d1"} 0')
    expect(lines).toContain('vmix_health_state{instance="studio",channel="1",state="unknown"} 1')
    expect(lines).toContain('vmix_health_state{instance="studio",channel="1",state="healthy"} 0')
    expect(
      lines.filter((line) => line.includes('channel="1"')).every((line) => line.startsWith('vmix_health_state')),
    ).toBe(true)
    expect(lines.some((line) => line.startsWith('vmix_gateway'))).toBe(false)
    api.board.remove('stream:studio/0')
    expect((await metricsOf(api)).some((line) => line.includes('channel="0"'))).toBe(false)
  })

  it('have no more series than a show can have, whatever destinations are called', async () => {
    await using api = await startApi()
    const stream = streamOf('studio', 1)
    const [destination] = stream.destinations
    for (let round = 0; round < 3; round++) {
      const destinations =
        destination === undefined
          ? []
          : Array.from({ length: 700 }, (_, n) => ({ ...destination, destinationId: `d${round}-${n}` }))
      api.board.put({ ...stream, destinations })
      const lines = await metricsOf(api)
      expect(lines.filter((line) => line.startsWith('vmix_output_bitrate')).length).toBe(500)
    }
  })

  it('count what was asked for by how it ended, and the entries of each log', async () => {
    await using it = await startShowApi()
    await it.post('/instances/studio/streams/0/start', { destinations: [{ preset: 'twitch' }] })
    await it.post('/instances/studio/streams/0/start', { destinations: [{ preset: 'twitch' }, { preset: 'youtube' }] })
    await it.post('/instances/studio/streams/0/stop')
    const lines = await metricsOf(it.api)
    expect(lines).toContain('vmix_commands_total{operation="startStream",result="success"} 1')
    expect(lines).toContain('vmix_commands_total{operation="startStream",result="unsupported"} 1')
    expect(lines).toContain('vmix_commands_total{operation="stopStream",result="success"} 1')
    const entries = lines.find((line) => line.startsWith('vmix_witness_entries_total{instance="studio"}'))
    expect(Number(entries?.split(' ')[1])).toBeGreaterThanOrEqual(5)
    expect(lines.some((line) => line.startsWith('vmix_server_event_loop_delay_p99_seconds'))).toBe(true)
  })
})
