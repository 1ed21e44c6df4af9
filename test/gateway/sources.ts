import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, videoPacket, type MediaPacket } from '../../src/gateway/index.ts'
import type { Secret } from '../../src/secrets/index.ts'

/** A way to a server on this machine that can stop taking anything, with its connections left open. */
export async function pausableProxy(
  toPort: number,
): Promise<AsyncDisposable & { readonly port: number; pause(): void; resume(): void }> {
  const sockets = new Set<Socket>()
  let paused = false
  const server = createServer((client) => {
    const target = connect(toPort, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    target.on('data', (data) => client.write(data))
    client.on('data', (data) => target.write(data))
    client.on('close', () => target.destroy())
    target.on('close', () => client.destroy())
    if (paused) client.pause()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    pause: () => {
      paused = true
      for (const socket of sockets) socket.pause()
    },
    resume: () => {
      paused = false
      for (const socket of sockets) socket.resume()
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const AVC_CONFIG = Buffer.from('1700000000014d401effe1000b674d401e965602c12d808001000468ce3c80', 'hex')

/** A video packet of `bytes`, as an encoder's: only its head is real, which is all that the media path looks at. */
export function frame(number: number, bytes: number, key: boolean): MediaPacket {
  const body = Buffer.alloc(bytes)
  body.set([key ? 0x17 : 0x27, 1, 0, 0, 0])
  body.writeUInt32BE(bytes - 9, 5)
  body[9] = key ? 0x65 : 0x41
  return videoPacket(body, Math.round((number * 1000) / 30), 0)
}

/** 30 frames of 100 KB a second, so that a destination that does not read shows within seconds. */
export async function publishBigFrames(to: {
  readonly url: string
  readonly key: Secret
}): Promise<AsyncDisposable & { readonly framesSent: number; stop(): Promise<void> }> {
  const publication = await publishRtmp({ ...to, signal: AbortSignal.timeout(5000), clock: systemClock })
  publication.write(videoPacket(AVC_CONFIG, 0, 0))
  const began = performance.now()
  let framesSent = 0
  const timer = setInterval(() => {
    while (framesSent < ((performance.now() - began) * 30) / 1000) {
      publication.write(frame(framesSent, 100_000, framesSent % 30 === 0))
      framesSent += 1
    }
  }, 10)
  const stop = async (): Promise<void> => {
    clearInterval(timer)
    await publication.close()
  }
  return {
    get framesSent() {
      return framesSent
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
