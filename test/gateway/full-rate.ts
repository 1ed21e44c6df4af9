import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { addFrameMark, publishRtmp, readFlv } from '../../src/gateway/index.ts'
import type { Secret } from '../../src/secrets/index.ts'

const CLIP = resolve(import.meta.dirname, '../../assets/clip.flv')
const CLIP_MS = 8000

/** A NAL unit of filler data (H.264, 7.3.2.7), which decoders skip, with its length before it. */
function filler(bytes: number): Buffer {
  const nal = Buffer.alloc(4 + bytes, 0xff)
  nal.writeUInt32BE(bytes)
  nal[4] = 12
  nal[nal.length - 1] = 0x80
  return nal
}

/** The simulator's clip with numbered frames at a rate as shows have it: each picture is filled up. In real time. */
export async function publishAtFullRate(
  to: { readonly url: string; readonly key: Secret },
  bytesPerFrame = 16_000,
): Promise<AsyncDisposable & { readonly framesSent: number; stop(): Promise<void> }> {
  const { packets } = readFlv(await readFile(CLIP))
  const publication = await publishRtmp({ ...to, signal: AbortSignal.timeout(5000), clock: systemClock })
  for (const packet of packets) if (packet.role === 'config') publication.write(packet)
  const media = packets.filter((packet) => ['key', 'delta', 'audio'].includes(packet.role))
  const fill = filler(bytesPerFrame)
  const began = performance.now()
  let framesSent = 0
  let next = 0
  const timer = setInterval(() => {
    for (;;) {
      const packet = media[next % media.length]
      if (packet === undefined) return
      const dtsMs = packet.dtsMs + Math.floor(next / media.length) * CLIP_MS
      if (dtsMs > performance.now() - began) return
      const body =
        packet.kind === 'video'
          ? Buffer.concat([addFrameMark(packet.body, { number: framesSent++, sentAtMs: Date.now() }), fill])
          : packet.body
      publication.write({ ...packet, dtsMs, body })
      next += 1
    }
  }, 5)
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
