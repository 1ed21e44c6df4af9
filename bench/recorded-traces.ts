import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../src/clock/index.ts'
import { startRtmpServer } from '../src/gateway/rtmp/index.ts'
import type { MediaPacket } from '../src/gateway/packet.ts'
import { arrival, type Check, CHECK_MS, dice, type Trace } from './traces.ts'

/** How many programs count to keep the processors busy meanwhile. */
const BUSY = 2

interface Published {
  readonly name: string
  readonly fps: number
  /** Between key frames. */
  readonly keySeconds?: number
  readonly sound?: boolean
  readonly encoder?: readonly string[]
  /** How long to hold back what has just come, on the way, ms. */
  readonly hold?: () => number
}

const published: readonly Published[] = [
  { name: 'ffmpeg, 25 fps, sound', fps: 25, sound: true },
  { name: 'ffmpeg, 30 fps, B-frames, key frame every 10 s', fps: 30, keySeconds: 10, encoder: ['-bf', '3'] },
  { name: 'ffmpeg, 60 fps', fps: 60 },
  { name: 'ffmpeg, 1 fps', fps: 1 },
  { name: 'ffmpeg, 1 fps, sound', fps: 1, sound: true },
  { name: 'ffmpeg, 30 fps, up to 120 ms of jitter on the way', fps: 30, sound: true, hold: unevenly(120) },
  // One picture's time is added to it, and what the machine does.
  { name: 'ffmpeg, 25 fps, stops of up to 0.8 s on the way', fps: 25, sound: true, hold: stops(800) },
]

/** Real publishes of ffmpeg, all at the same time, while the machine is kept busy: when their messages arrived here. */
export async function recordedTraces(seconds: number): Promise<readonly Trace[]> {
  const packets = new Map<string, MediaPacket[]>(published.map(({ name }) => [name, []]))
  await using stack = new AsyncDisposableStack()
  const server = stack.use(
    await startRtmpServer({
      host: '127.0.0.1',
      port: 0,
      clock: systemClock,
      authorise: ({ key }) => {
        const kept = packets.get(published[Number(key)]?.name ?? '')
        return kept === undefined
          ? { refuse: 'no such stream' }
          : { accept: { packet: keep(kept), end: () => undefined } }
      },
    }),
  )
  const checking = new Checks()
  stack.use(checking)
  for (let i = 0; i < BUSY; i++) stack.defer(() => ended(busy(seconds)))
  const publishes = await Promise.all(
    published.map(async (stream, key) => {
      const port = stream.hold === undefined ? server.port : await heldBack(stack, server.port, stream.hold)
      const process = spawn('ffmpeg', ffmpegArguments(stream, seconds, `rtmp://127.0.0.1:${port}/live/${key}`), {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      stack.defer(() => ended(process))
      return process
    }),
  )
  const over = wait((seconds + 20) * 1000, undefined, { ref: false })
  await Promise.race([Promise.all(publishes.map((process) => once(process, 'exit'))), over])
  const { checks } = checking
  return [...packets].map(([name, kept]) => {
    const until = kept.at(-1)?.arrivedMs ?? 0
    return { name, packets: kept, checks: checks.filter(({ atMs }) => atMs <= until) }
  })
}

function keep(kept: MediaPacket[]): (packet: MediaPacket) => void {
  return ({ role, dtsMs, arrivedMs }) => {
    if (role === 'key' || role === 'delta' || role === 'audio') kept.push(arrival(role, dtsMs, arrivedMs))
  }
}

function ffmpegArguments(
  { fps, keySeconds = 2, sound = false, encoder = [] }: Published,
  seconds: number,
  url: string,
): readonly string[] {
  const picture = ['-re', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${fps}`]
  const h264 = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-threads',
    '1',
    '-g',
    String(fps * keySeconds),
    '-b:v',
    '500k',
  ]
  return [
    '-nostdin',
    '-loglevel',
    'error',
    ...picture,
    ...(sound ? ['-re', '-f', 'lavfi', '-i', 'sine=sample_rate=48000'] : []),
    '-t',
    String(seconds),
    ...h264,
    ...encoder,
    ...(sound ? ['-c:a', 'aac'] : []),
    '-f',
    'flv',
    url,
  ]
}

/** Looks every 100 ms, and notes how late: planned as the gateway plans them. */
class Checks implements Disposable {
  readonly checks: Check[] = []
  #planned = systemClock.monotonic() + CHECK_MS
  #timer = setTimeout(() => this.#check(), CHECK_MS)

  #check(): void {
    const atMs = systemClock.monotonic()
    this.checks.push({ atMs, lateMs: Math.max(0, atMs - this.#planned) })
    this.#planned = Math.max(this.#planned + CHECK_MS, atMs + CHECK_MS / 2)
    this.#timer = setTimeout(() => this.#check(), Math.max(0, this.#planned - atMs))
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}

/** Each piece is held back by something else, but none comes before the one before it. */
function unevenly(mostMs: number): () => number {
  const random = dice(mostMs)
  return () => random() * mostMs
}

/** Now and then, three seconds apart at least, nothing comes through for a while. */
function stops(mostMs: number): () => number {
  const random = dice(mostMs)
  let nextMs = 0
  return () => {
    const now = systemClock.monotonic()
    if (now < nextMs) return 0
    nextMs = now + 3000 + random() * 3000
    return (0.3 + 0.7 * random()) * mostMs
  }
}

/** A line that holds back what comes, and then gives it on, in order. @returns its port */
async function heldBack(stack: AsyncDisposableStack, port: number, hold: () => number): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (from) => {
    const to = connect({ host: '127.0.0.1', port, noDelay: true })
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    let last = Promise.resolve()
    const inOrder = (work: () => void) => {
      const held = wait(hold())
      last = last.then(() => held).then(work)
    }
    from.on('data', (data) => inOrder(() => to.write(data)))
    from.on('close', () => inOrder(() => to.end()))
    to.pipe(from)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const at = server.address()
  if (typeof at !== 'object' || at === null) throw new Error('no port')
  return at.port
}

function busy(seconds: number): ChildProcess {
  const count = `for (const end = Date.now() + ${seconds * 1000}; Date.now() < end; );`
  return spawn(process.execPath, ['-e', count], { stdio: 'ignore' })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
