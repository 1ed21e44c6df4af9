import { createHash, timingSafeEqual } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { validateRtmpUrl, validateSrt, validateStreamKey } from '../destinations/index.ts'
import type { OutputSpec } from './control/messages.ts'
import { GatewayError } from './errors.ts'
import { checkFfmpeg, FfmpegError } from './ffmpeg/index.ts'

/**
 * Checks once more, at the place that acts, that an output can go where it is told to.
 *
 * @param ffmpeg the program, for what needs it
 * @throws {GatewayError} `bad_target`, `unsupported`
 */
export async function checkTarget(spec: OutputSpec, ffmpeg = 'ffmpeg'): Promise<void> {
  if (spec.kind === 'rtmp') {
    const problem = [...validateRtmpUrl(spec.url), ...validateStreamKey(spec.key)][0]
    if (problem !== undefined) throw new GatewayError('bad_target', problem.message)
    return
  }
  if (spec.kind === 'srt') {
    const problem = validateSrt(spec)[0]
    if (problem !== undefined) throw new GatewayError('bad_target', problem.message)
    return
  }
  if (!isAbsolute(spec.path)) throw new GatewayError('bad_target', 'The file’s path must be absolute.')
  const folder = await stat(dirname(spec.path)).catch(() => null)
  if (folder === null || !folder.isDirectory()) {
    throw new GatewayError('bad_target', `The folder ${dirname(spec.path)} does not exist. Make it first.`)
  }
  if ((await stat(spec.path).catch(() => null)) !== null) {
    throw new GatewayError(
      'bad_target',
      `${spec.path} exists already, and nothing is overwritten. Choose another name.`,
    )
  }
  if (spec.format === 'AVI' || spec.format === 'WAV') await checkProgram(ffmpeg, `Recording ${spec.format}`)
}

async function checkProgram(ffmpeg: string, what: string): Promise<void> {
  try {
    await checkFfmpeg(ffmpeg, what)
  } catch (error) {
    throw error instanceof FfmpegError ? new GatewayError('unsupported', error.message, { cause: error }) : error
  }
}

/** Whether two specs of one output mean the same place. */
export function sameTarget(a: OutputSpec, b: OutputSpec): boolean {
  if (a.kind === 'rtmp' && b.kind === 'rtmp') return a.url === b.url && sameSecret(a.key, b.key)
  if (a.kind === 'srt' && b.kind === 'srt') {
    const secrets = ({ passphrase, streamId }: typeof a) => JSON.stringify([passphrase, streamId])
    const plain = ({ address, mode, latencyMs, keyLength }: typeof a) => [address, mode, latencyMs, keyLength].join(' ')
    return plain(a) === plain(b) && sameSecret(secrets(a), secrets(b))
  }
  if (a.kind === 'file' && b.kind === 'file') return a.path === b.path && a.format === b.format
  return false
}

/** The parts of `srt://host:port`, which was checked; the host of a listener may be empty. */
export function srtHostAndPort(address: string): { readonly host: string; readonly port: number } {
  const groups = /^srt:\/\/(?<host>\[[^\]]+\]|[^:/?#]*):(?<port>\d{1,5})\/?$/i.exec(address)?.groups
  const host = (groups?.['host'] ?? '').replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(groups?.['port'] ?? 0) }
}

/** Compares without telling by its duration where the two differ, or how long they are. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
