import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'

export interface LossyRelayOptions {
  readonly toPort: number
  /** Of the packets in each direction, in percent. */
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
  /** Data packets of the caller that came, and those that were thrown away; SRT's control packets are apart. */
  readonly dataPackets: number
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
  const forth = inOrder()
  const back = inOrder()
  caller.on('message', (packet, sender) => {
    from = sender
    // The first bit of an SRT packet tells control from data.
    const data = ((packet[0] ?? 0) & 0x80) === 0
    const dropped = random() * 100 < lossPercent
    if (data) dataPackets++
    if (data && dropped) dataDropped++
    if (!dropped) forth(() => listener.send(packet, toPort, '127.0.0.1'))
  })
  listener.on('message', (packet) => {
    const to = from
    if (to !== null && random() * 100 >= lossPercent) back(() => caller.send(packet, to.port, to.address))
  })
  for (const socket of [caller, listener]) {
    socket.on('error', () => undefined)
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  return {
    port: caller.address().port,
    get dataPackets() {
      return dataPackets
    },
    get dataDropped() {
      return dataDropped
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
