import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const HANDSHAKE = 0x8000

export interface LossyRelayOptions {
  readonly toPort: number
  /** Of the packets in each direction, in percent. Handshakes come through: srt-live-transmit serves one caller, and if its answer is lost, none. */
  readonly lossPercent: number
  /** Each way, ms; each packet is late by a random part of `jitterMs` more, and none overtakes another. */
  readonly delayMs: number
  readonly jitterMs: number
  /** A number in [0, 1). */
  readonly random: () => number
}

/** A line over UDP that loses and delays, between a caller and a listener of this machine. */
export interface LossyRelay extends AsyncDisposable {
  readonly port: number
  /** Data packets of the caller, and those of them that were thrown away; SRT's control packets are apart. */
  readonly dataPackets: number
  /** By the relay, and by the system, which throws away what a busy machine's programs do not fetch in time. */
  readonly dataDropped: number
}

export async function lossyRelay(options: LossyRelayOptions): Promise<LossyRelay> {
  const { toPort, lossPercent, delayMs, jitterMs, random } = options
  const caller = createSocket('udp4')
  const listener = createSocket('udp4')
  const timers = new Set<NodeJS.Timeout>()
  let dataPackets = 0
  let dataDropped = 0
  let from: RemoteInfo | null = null
  /** A queue's jitter: it keeps the order. SRT takes a packet that was overtaken for a lost one. */
  const inOrder = (): ((send: () => void) => void) => {
    const waiting: { readonly dueMs: number; readonly send: () => void }[] = []
    let lastMs = 0
    let timer: NodeJS.Timeout | null = null
    const pump = (): void => {
      if (timer !== null) timers.delete(timer)
      timer = null
      while (waiting[0] !== undefined && waiting[0].dueMs <= performance.now()) waiting.shift()?.send()
      if (waiting[0] === undefined) return
      timer = setTimeout(pump, Math.max(1, waiting[0].dueMs - performance.now()))
      timers.add(timer)
    }
    return (send) => {
      lastMs = Math.max(lastMs, performance.now() + delayMs + random() * jitterMs)
      waiting.push({ dueMs: lastMs, send })
      if (timer === null) pump()
    }
  }
  const loses = (packet: Buffer): boolean => packet.readUInt16BE(0) !== HANDSHAKE && random() * 100 < lossPercent
  const forth = inOrder()
  const back = inOrder()
  caller.on('message', (packet, sender) => {
    from = sender
    // The first bit of an SRT packet tells control from data.
    const data = ((packet[0] ?? 0) & 0x80) === 0
    const dropped = loses(packet)
    if (data) dataPackets++
    if (data && dropped) dataDropped++
    if (!dropped) forth(() => listener.send(packet, toPort, '127.0.0.1'))
  })
  listener.on('message', (packet) => {
    const to = from
    if (to !== null && !loses(packet)) back(() => caller.send(packet, to.port, to.address))
  })
  for (const socket of [caller, listener]) {
    socket.on('error', () => undefined)
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  return {
    port: caller.address().port,
    get dataPackets() {
      return dataPackets + droppedBefore(caller.address().port)
    },
    get dataDropped() {
      return dataDropped + droppedBefore(caller.address().port) + droppedBefore(toPort)
    },
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of [caller, listener]) {
        socket.close()
        await once(socket, 'close')
      }
    },
  }
}

/** What the system has thrown away of what came to a UDP port, because its buffer was full. Linux only; 0 elsewhere. */
export function droppedBefore(port: number): number {
  if (process.platform !== 'linux') return 0
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const ours = sockets.filter((columns) => columns[1]?.endsWith(ending) === true)
  return ours.reduce((sum, columns) => sum + Number(columns.at(-1)), 0)
}

/** The same losses each time: a small generator of numbers (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
