import { spawn, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { TransportStreamReader } from './transport-stream.ts'

/** A UDP port of 127.0.0.1 that was free a moment ago. */
export function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => resolve(port))
    })
  })
}

/** A stranger that receives by SRT, and what it got. */
export interface SrtReceiver extends AsyncDisposable {
  readonly stream: TransportStreamReader
  /** Numbers of the frames that arrived, in order. */
  numbers(): number[]
  /** What it said, for a failing test. */
  log(): string
  stop(): Promise<void>
}

/**
 * Debian's srt-live-transmit as a receiver; what it receives is read from its standard output.
 *
 * @param query without a question mark: `mode=listener&passphrase=…`
 */
export function srtLiveTransmit(host: string, port: number, query: string): SrtReceiver {
  const args = ['-q', '-a:no', `srt://${host}:${port}?${query}`, 'file://con']
  return received(spawn('srt-live-transmit', args, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** ffmpeg as a receiver that passes the transport stream on as it is. */
export function ffmpegReceiver(host: string, port: number, query: string): SrtReceiver {
  const input = ['-f', 'data', '-i', `srt://${host}:${port}?${query}`]
  const args = [
    '-v',
    'error',
    '-nostdin',
    ...input,
    '-map',
    '0',
    '-c',
    'copy',
    '-flush_packets',
    '1',
    '-f',
    'data',
    '-',
  ]
  return received(spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

function received(child: ChildProcess): SrtReceiver {
  const stream = new TransportStreamReader()
  let log = ''
  child.stdout?.on('data', (bytes: Buffer) => stream.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => (log = (log + bytes.toString()).slice(-10_000)))
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
  const stop = async (): Promise<void> => {
    // It does not end by SIGTERM while it waits.
    child.kill('SIGKILL')
    await exited
    stream.end()
  }
  return {
    stream,
    numbers: () => stream.marks().map((mark) => mark.number),
    log: () => log,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
