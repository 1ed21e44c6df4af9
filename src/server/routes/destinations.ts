import { z } from '@hono/zod-openapi'
import type { SrtDestination, StreamDestination } from '../../controller/index.ts'
import { validateRtmpUrl, validateSrt, validateStreamKey } from '../../destinations/index.ts'
import { redactUrl, resolveSecret, Secret, SecretError } from '../../secrets/index.ts'
import type { Caller } from '../auth/index.ts'
import { Problem } from '../http/problem.ts'
import type { PresetBook } from '../room/index.ts'

const keyReference = z
  .union([z.strictObject({ env: z.string().min(1).max(256) }), z.strictObject({ file: z.string().min(1).max(1024) })])
  .meta({ description: "Where the key stands, on the server's machine. A key itself is not taken here." })

/** A destination that was set up before, or one by its address, which only an admin may name. */
export const destinationBody = z
  .union([
    z.strictObject({ preset: z.string().max(64) }),
    z.strictObject({
      name: z.string().min(1).max(80).optional(),
      rtmpUrl: z.string().max(1024),
      key: keyReference,
      destinationId: z.string().max(128).optional(),
    }),
  ])
  .meta({ id: 'Destination' })

type Given = z.infer<typeof destinationBody>
type Destination = StreamDestination | SrtDestination

/**
 * The destinations as the controller takes them. By address only an admin may: who may name an address and a file or a
 * variable could have the server send what is in it anywhere.
 *
 * @throws Problem
 */
export function destinationsOf(given: readonly Given[], presets: PresetBook, { role }: Caller): Destination[] {
  return given.map((each) => {
    if ('preset' in each) {
      const destination = presets.destination(each.preset)
      if (destination !== null) return destination
      throw new Problem(422, 'unknown_preset', 'There is no destination of this name. See /api/v1/presets.')
    }
    if (role !== 'admin') {
      throw new Problem(
        403,
        'not_allowed',
        'Only an admin names a destination by its address. Use one of /api/v1/presets.',
      )
    }
    const { key, ...rest } = each
    const { name, destinationId, rtmpUrl } = rest
    return {
      rtmpUrl,
      streamKey: 'env' in key ? { kind: 'env', name: key.env } : { kind: 'file', path: key.file },
      ...(name === undefined ? {} : { name }),
      ...(destinationId === undefined ? {} : { destinationId }),
    }
  })
}

/** What a destination is, without its key, for a page. */
export function summaryOf(destination: Destination): { name: string; url: string; kind: 'rtmp' | 'srt' } {
  const url = 'srtAddress' in destination ? destination.srtAddress : destination.rtmpUrl
  const shown = redactUrl(url)
  return { name: destination.name ?? shown, url: shown, kind: 'srtAddress' in destination ? 'srt' : 'rtmp' }
}

/** What is wrong with it, as far as that can be seen without sending anything. */
export async function problemsOf(destination: Destination): Promise<string[]> {
  try {
    if ('srtAddress' in destination) {
      const { srtAddress: address, latencyMs = 120, streamId = null } = destination
      const passphrase = await secretOf(destination.passphrase ?? null)
      const mode = destination.mode ?? 'caller'
      return validateSrt({ address, mode, latencyMs, streamId, passphrase: passphrase?.reveal() ?? null }).map(
        ({ message }) => message,
      )
    }
    const key = await secretOf(destination.streamKey)
    const ofKey = key === null ? [] : validateStreamKey(key.reveal())
    return [...validateRtmpUrl(destination.rtmpUrl), ...ofKey].map(({ message }) => message)
  } catch (error) {
    if (error instanceof SecretError) return [error.message]
    throw error
  }
}

async function secretOf(given: StreamDestination['streamKey'] | null): Promise<Secret | null> {
  if (given === null || given instanceof Secret) return given
  return typeof given === 'string' ? new Secret(given) : await resolveSecret(given)
}
