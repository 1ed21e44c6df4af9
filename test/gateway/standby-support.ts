import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { connect, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Gateway, StandbySpec } from '../../src/gateway/index.ts'
import type { Secret } from '../../src/secrets/index.ts'
import type { TestCertificates } from '../support/certificates.ts'
import { envelope } from './support.ts'

export function standbySpec(more: Partial<StandbySpec>): StandbySpec {
  return { backup: null, slate: null, returns: 'steady', beforeLive: false, onStandby: 'mark', ...more }
}

export async function setStandby(control: Gateway, standby: StandbySpec | null, channel = 0) {
  return await control.send({ ...envelope(channel), kind: 'feed.standby', params: { standby } })
}

export async function switchTo(control: Gateway, to: 'slate' | 'show', channel = 0) {
  return await control.send({ ...envelope(channel), kind: 'feed.switch', params: { to } })
}

const ffmpeg = (folder: string, ...args: string[]) =>
  void execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { cwd: folder })

/** A show of 640×360 at 30 with B-frames, a key frame every second, and a picture for a slate. */
export function makeMaterial(folder: string): { readonly show: string; readonly picture: string } {
  const show = join(folder, 'show.flv')
  const picture = join(folder, 'slate.png')
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=640x360:rate=30',
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440:sample_rate=48000',
  ]
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-bf',
    '3',
    '-g',
    '30',
    '-sc_threshold',
    '0',
    '-pix_fmt',
    'yuv420p',
  ]
  ffmpeg(folder, ...inputs, '-t', '20', ...video, '-c:a', 'aac', '-ac', '2', show)
  ffmpeg(folder, '-f', 'lavfi', '-i', 'smptebars=size=1280x720', '-frames:v', '1', picture)
  return { show, picture }
}

/** A foreign encoder that publishes a clip in a circle, and can be ended in every way. */
export interface Encoder extends AsyncDisposable {
  /** The connection breaks. */
  kill(): Promise<void>
  /** It says goodbye. */
  quit(): Promise<void>
  /** The connection stays, and nothing comes. */
  freeze(): void
}

export function startEncoder(clip: string, to: { readonly url: string; readonly key: Secret }): Encoder {
  const args = ['-nostdin', '-v', 'error', '-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy', '-f', 'flv']
  const child: ChildProcess = spawn('ffmpeg', [...args, `${to.url}/${to.key.reveal()}`], { stdio: 'ignore' })
  const gone = once(child, 'close')
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<void> => {
    child.kill(signal)
    if (child.exitCode === null && child.signalCode === null) await gone
  }
  return {
    kill: () => end('SIGKILL'),
    quit: () => end('SIGINT'),
    freeze: () => void child.kill('SIGSTOP'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}

/** TLS in front of a server that has none. */
export async function tlsInFrontOf(
  port: number,
  { cert, key }: TestCertificates,
): Promise<AsyncDisposable & { readonly port: number; readonly connections: number }> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer({ cert, key }, (client) => {
    connections += 1
    const target = connect(port, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(target).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
