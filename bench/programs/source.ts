/**
 * The stream that the relays are given, in a process of its own, in real time. Messages: `{ publish: [{ url, key }] }` →
 * publishes by RTMP to each; `stall` → sends nothing more, connections stay open, and says when the last packet went;
 * `drop` → cuts the connections, and says when.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, RtmpError, type RtmpPublication } from '../../src/gateway/rtmp/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { Secret } from '../../src/secrets/index.ts'
import { machineMs, MarkedStream } from '../media.ts'

interface Target {
  readonly url: string
  readonly key: string
}
const START_LIMIT_MS = 30_000

const stream = new MarkedStream(Number(process.argv[2] ?? 0))
const waiting = new Set<RtmpPublication>()
const publications = new Set<RtmpPublication>()
let stalled = false
let lastSentMs = 0

function send(packet: MediaPacket): void {
  if (stalled) return
  if (packet.role === 'key') {
    for (const publication of waiting) {
      for (const header of stream.headers) publication.write(header)
      publications.add(publication)
    }
    waiting.clear()
  }
  for (const publication of publications) publication.write(packet)
  lastSentMs = machineMs()
}

/** A relay that has just been started may not listen yet. */
async function publish({ url, key }: Target): Promise<void> {
  const signal = AbortSignal.timeout(START_LIMIT_MS)
  for (;;) {
    try {
      waiting.add(await publishRtmp({ url, key: new Secret(key), signal, clock: systemClock }))
      return
    } catch (error) {
      if (!(error instanceof RtmpError) || error.code !== 'refused') throw error
      await sleep(100, undefined, { signal })
    }
  }
}

async function answer(message: unknown): Promise<unknown> {
  if (message === 'stall') stalled = true
  if (message === 'stall') return lastSentMs
  if (message === 'drop') {
    for (const publication of publications) publication.drop()
    return machineMs()
  }
  if (typeof message === 'object' && message !== null && 'publish' in message) {
    await Promise.all((message.publish as readonly Target[]).map(publish))
  }
  return 'done'
}

process.on('message', (message) => void answer(message).then((reply) => process.send?.(reply)))
process.once('disconnect', () => process.exit(0))

const startMs = machineMs()
function tick(): void {
  const elapsed = machineMs() - startMs
  while (stream.nextDueMs <= elapsed) send(stream.next())
  setTimeout(tick, Math.max(1, startMs + stream.nextDueMs - machineMs()))
}
tick()
