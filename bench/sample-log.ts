import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { buildLine, genesisHash } from '../src/witness/chain.ts'
import { prepareEvent } from '../src/witness/prepare.ts'
import type { WitnessEvent } from '../src/witness/index.ts'

const segmentBytes = 64 * 1024 * 1024
const logId = '7d0f3c5a-52a4-4a38-9d6c-3f6f0f6f2a11'
const at = Date.parse('2026-01-01T12:00:00.000Z')

/**
 * Writes a log as a year of shows leaves it, in segments of 64 MiB: intents, their outcomes, and changes of health. Without
 * the syncs of a real writer, a million entries take seconds.
 *
 * @returns its size in bytes
 */
export function writeSampleLog(folder: string, entries: number): number {
  mkdirSync(folder, { recursive: true })
  let head = { size: 0, hash: genesisHash('localhost', 8088) }
  let waiting: string[] = []
  let bytes = 0
  let [segment, inSegment] = [1, 0]
  let file = openSync(segmentPath(folder, segment), 'w')
  const flush = (): void => {
    if (waiting.length > 0) writeSync(file, waiting.join(''), null, 'latin1')
    waiting = []
  }
  for (let index = 0; index < entries; index++) {
    const loggedAt = new Date(at + index * 1000).toISOString()
    const { parts } = prepareEvent(sampleEvent(index), { actor: 'cli:anna', timestamp: loggedAt })
    const built = buildLine(head, parts, { logId, writer: 'studio:1234:ab12cd', loggedAt }, false)
    if (inSegment + built.line.length > segmentBytes) {
      flush()
      closeSync(file)
      file = openSync(segmentPath(folder, ++segment), 'w')
      inSegment = 0
    }
    waiting.push(built.line)
    if (waiting.length === 2000) flush()
    inSegment += built.line.length
    bytes += built.line.length
    head = built.head
  }
  flush()
  closeSync(file)
  return bytes
}

function segmentPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(6, '0')}.jsonl`)
}

function sampleEvent(index: number): WitnessEvent {
  if (index === 0) {
    const params = { format: 1, host: 'localhost', port: 8088, instance: 'studio' }
    return { eventType: 'log_opened', params }
  }
  const channel = Math.floor(index / 3) % 5
  const operationId = `0b8f1c1e-0000-4000-8000-${String(Math.floor(index / 3)).padStart(12, '0')}`
  const destination = {
    id: 'twitch',
    name: 'Köln live',
    url: 'rtmp://live.twitch.tv/app',
    key_fingerprint: 'a1b2c3d4',
  }
  const params = { kind: 'stream_start', channel, via: 'gateway', destination }
  switch (index % 3) {
    case 1:
      return { eventType: 'operation_requested', operationId, params }
    case 2: {
      const result = { success: true, message: `Stream ${channel + 1} is live to Twitch.`, verification: 'media' }
      return { eventType: 'stream_started', operationId, params, result }
    }
    default: {
      const measured = { fps_milli: 29_970, bitrate_kbps: 4500 + (index % 100), dropped_frames: index % 7 }
      return { eventType: 'health_changed', params: { channel, from: 'healthy', to: 'warning', ...measured } }
    }
  }
}
