import type { StartSrtRequest } from '../controller/index.ts'
import { splitReference } from './destination-argument.ts'
import { usageError } from './exit-code.ts'

interface SrtOptions {
  readonly keyEnv?: string
  readonly srtMode?: 'caller' | 'listener'
  readonly latency?: number
  readonly keyLength?: number
  readonly streamIdEnv?: string
}

/**
 * Reads `srt://host:port`, or of a listener `srt://:port`, with the passphrase's reference behind it or in `keyEnv`, and the settings beside it.
 *
 * @throws CommandFailed (usage)
 * @example parseSrt('srt://studio:9000:env:SRT_PASS', { latency: 200 }) // { srtAddress: 'srt://studio:9000', … }
 */
export function parseSrt(text: string, options: SrtOptions): StartSrtRequest {
  const { target, reference } = splitReference(text)
  const { keyEnv, srtMode, latency, keyLength, streamIdEnv } = options
  if (reference !== null && keyEnv !== undefined) {
    throw usageError('The passphrase is named twice: behind the destination and by --key-env. Leave one away.')
  }
  const passphrase = reference ?? (keyEnv === undefined ? null : ({ kind: 'env', name: keyEnv } as const))
  return {
    srtAddress: target,
    ...(passphrase === null ? {} : { passphrase }),
    mode: srtMode ?? (/^srt:\/\/:/i.test(target) ? 'listener' : 'caller'),
    ...(latency === undefined ? {} : { latencyMs: latency }),
    ...(keyLength === undefined ? {} : { keyLength }),
    ...(streamIdEnv === undefined ? {} : { streamId: streamIdOf(streamIdEnv) }),
  }
}

function streamIdOf(name: string): string {
  const id = process.env[name]
  if (id !== undefined && id !== '') return id
  throw usageError(`The variable ${name}, which should hold the stream id, is not set.`)
}
