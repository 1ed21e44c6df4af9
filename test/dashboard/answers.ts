import type { Board } from '../../src/server/board/index.ts'
import type { PresetView, StreamView } from '../../src/server/view/index.ts'
import { destination, liveStream, stream } from './entities.ts'
import type { Answered, Asked } from './room-server.ts'

interface StartBody {
  readonly destinations?: readonly { readonly preset: string }[]
  readonly dryRun?: boolean
  readonly destinationId?: string
}

/** A room that does what it is told: what is started is live, what is stopped is off, and the board says so. */
export function obedient({ method, path, body }: Asked, board: Board): Answered | null {
  const match = /^\/api\/v1\/instances\/studio\/streams\/(?<channel>\d)\/(?<what>start|stop)$/.exec(path)?.groups
  const given = (body ?? {}) as StartBody
  const channel = Number(match?.['channel'])
  if (method === 'POST' && match?.['what'] === 'start') return start(channel, given, board)
  if (method === 'POST' && match?.['what'] === 'stop') return stop(channel, given, board)
  if (path.endsWith('/preflight')) return { body: checked }
  const alert = /^\/api\/v1\/alerts\/(?<id>\w+)\/acknowledge$/.exec(path)?.groups?.['id']
  if (alert !== undefined) return acknowledge(alert, board)
  if (path.startsWith('/api/v1/instances/studio/log/verify')) return { body: verdict }
  if (path.startsWith('/api/v1/instances/studio/log')) return { body: { entries: entries() } }
  if (path.startsWith('/api/v1/functions')) return { body: { functions: functions(path) } }
  if (path === '/api/v1/instances/studio/functions') return { body: { success: true, message: 'vMix took Fade.' } }
  return null
}

function start(channel: number, { destinations = [], dryRun = false }: StartBody, board: Board): Answered {
  const names = destinations.map(({ preset }) => (board.get(`preset:${preset}`) as PresetView).name)
  if (dryRun) {
    const calls = [
      { to: 'vmix', what: `StreamingSetURL ${channel},rtmp://[the gateway]/live` },
      { to: 'vmix', what: `StreamingSetKey ${channel},[secret]` },
      { to: 'vmix', what: `StartStreaming ${channel}` },
    ]
    const outputs = names.map((name) => ({ to: 'gateway', what: `send to ${name}` }))
    return { body: { wouldSend: [...calls, ...outputs], destinations: names, problems: [] } }
  }
  board.put(
    liveStream(
      channel,
      names.map((name) => destination(name)),
    ),
  )
  const results = names.map((name) => ({
    success: true,
    message: `${name} takes the stream.`,
    destination: { name, url: 'rtmp://127.0.0.1:1935/x' },
  }))
  return {
    body: { success: true, message: 'Live.', operationId: 'o', channel, destinations: results, recording: null },
  }
}

function stop(channel: number, { destinationId }: StartBody, board: Board): Answered {
  const now = board.get(`stream:studio/${channel}`) as StreamView
  const left = now.destinations.filter((one) => destinationId !== undefined && one.destinationId !== destinationId)
  board.put(left.length === 0 ? stream(channel) : { ...now, destinations: left })
  return { body: { success: true, message: 'Stopped.', ended: [] } }
}

function acknowledge(id: string, board: Board): Answered {
  const alert = board.get(`alert:${id}`)
  if (alert?.kind !== 'alert') return { status: 404, body: { detail: 'There is no such alarm.' } }
  board.put({ ...alert, acknowledged: { at: new Date().toISOString(), by: 'Olga' } })
  return { body: {} }
}

function entries(): unknown[] {
  const event = (sequence: number, what: object): unknown => ({
    event: {
      sequence,
      timestamp: '2026-11-22T20:00:00.000Z',
      actor: 'Olga',
      params: { channel: 0 },
      result: null,
      ...what,
    },
  })
  return [
    event(1, { event_type: 'stream_start_requested', params: { channel: 0, destinations: [{ name: 'Twitch' }] } }),
    event(2, { event_type: 'stream_started', result: { success: true, verification: 'media' } }),
    event(3, { event_type: 'destination_lost', actor: 'gateway', params: { channel: 0, name: 'YouTube' } }),
  ]
}

function functions(path: string): unknown[] {
  const search = (new URL(path, 'http://room').searchParams.get('search') ?? '').toLowerCase()
  const input = { name: 'Input', optional: false, takes: null }
  const duration = { name: 'Duration', optional: true, takes: null }
  const all = [
    { name: 'Fade', category: 'Transition', effect: 'none', parameters: [input, duration] },
    { name: 'Cut', category: 'Transition', effect: 'none', parameters: [input] },
    { name: 'CutDirect', category: 'Transition', effect: 'none', parameters: [input] },
    {
      name: 'SetText',
      category: 'Title',
      effect: 'none',
      parameters: [input, { name: 'Value', optional: false, takes: 'text' }],
    },
    {
      name: 'StopStreaming',
      category: 'Output',
      effect: 'stop',
      parameters: [{ name: 'Value', optional: true, takes: 'stream' }],
    },
    { name: 'Undo', category: 'General', effect: 'none', parameters: null },
  ]
  return all.filter(({ name }) => name.toLowerCase().includes(search))
}

const checked = {
  ready: false,
  witnessed: true,
  lines: [
    { check: 'vmix', about: 'vMix', light: 'green', message: 'It answers.', action: null },
    { check: 'keys', about: 'YouTube', light: 'red', message: 'Its key is not there.', action: 'Set YT_KEY.' },
  ],
}

const verdict = {
  valid: true,
  totalEvents: 3,
  brokenAt: null,
  reason: null,
  proved: ['Every entry is as it was written, and none is missing between them.'],
  notProved: ['That nothing was cut off at the end: no checkpoint was kept elsewhere.'],
}
