/**
 * The stream that the relays are given, in a process of its own, in real time. Messages: `flv` → port of a TCP server that
 * gives FLV to any number of clients; `{ publish: { url, key } }` → publishes by RTMP; `stall` → sends nothing more,
 * connections stay open, and says when the last packet went; `drop` → cuts the RTMP connection, and says when; `go` → sends again.
 */
import { createServer, type Socket } from 'node:net'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, type RtmpPublication } from '../../src/gateway/rtmp/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { Secret } from '../../src/secrets/index.ts'
import { flvHeader, flvTag, machineMs, MarkedStream } from '../media.ts'

const stream = new MarkedStream(Number(process.argv[2] ?? 0))
const waiting = new Set<Socket | RtmpPublication>()
const sockets = new Set<Socket>()
let publication: RtmpPublication | null = null
let stalled = false
let lastSentMs = 0

function send(packet: MediaPacket): void {
  if (packet.role === 'key') for (const client of waiting) begin(client)
  if (stalled) return
  if (publication !== null && !waiting.has(publication)) publication.write(packet)
  if (sockets.size > 0) {
    const tag = flvTag(packet)
    for (const socket of sockets) socket.write(tag)
  }
  lastSentMs = machineMs()
}

function begin(client: Socket | RtmpPublication): void {
  waiting.delete(client)
  const rtmp = client === publication
  if (rtmp) for (const header of stream.headers) publication?.write(header)
  else if ('setNoDelay' in client) {
    client.write(Buffer.concat([flvHeader, ...stream.headers.map(flvTag)]))
    sockets.add(client)
  }
}

async function serveFlv(): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      waiting.delete(socket)
    })
    waiting.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function publish(url: string, key: string): Promise<void> {
  publication = await publishRtmp({
    url,
    key: new Secret(key),
    signal: AbortSignal.timeout(10_000),
    clock: systemClock,
  })
  waiting.add(publication)
}

async function answer(message: unknown): Promise<unknown> {
  if (message === 'flv') return serveFlv()
  if (message === 'go') stalled = false
  if (message === 'stall') stalled = true
  if (message === 'stall') return lastSentMs
  if (message === 'drop') {
    publication?.drop()
    publication = null
    return machineMs()
  }
  if (typeof message === 'object' && message !== null && 'publish' in message) {
    const { url, key } = message.publish as { url: string; key: string }
    await publish(url, key)
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
