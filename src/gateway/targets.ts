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
  if (spec.kind !== 'file') {
    for (const place of placesOf(spec)) checkPlace(place)
    checkBackup(spec)
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

type NetworkSpec = Exclude<OutputSpec, { kind: 'file' }>

function checkPlace(spec: NetworkSpec): void {
  const problems =
    spec.kind === 'rtmp' ? [...validateRtmpUrl(spec.url), ...validateStreamKey(spec.key)] : validateSrt(spec)
  const [problem] = problems
  if (problem !== undefined) throw new GatewayError('bad_target', problem.message)
}

function checkBackup(spec: NetworkSpec): void {
  const [main, backup] = placesOf(spec)
  if (main === undefined || backup === undefined) return
  if (spec.kind === 'srt' && spec.mode === 'listener') {
    const what = 'A listener has no backup: it is called, and calls nobody. Leave the backup away, or send as caller.'
    throw new GatewayError('bad_target', what)
  }
  if (samePlace(main, backup)) {
    throw new GatewayError('bad_target', 'Main address and backup are the same place: it would fail with the first.')
  }
}

/** Every place that a destination may send to, each as if it were the only one: the main address, then the backup. */
function placesOf(spec: NetworkSpec): readonly NetworkSpec[] {
  if (spec.kind === 'rtmp') {
    const { backup, ...main } = spec
    return backup == null ? [main] : [main, { ...main, ...backup }]
  }
  const { backup, ...main } = spec
  return backup == null ? [main] : [main, { ...main, ...backup }]
}

/** Whether two single addresses are one, whatever the settings: a receiver has the stream, a listener's port is taken. */
function samePlace(a: NetworkSpec, b: NetworkSpec): boolean {
  if (a.kind === 'rtmp' && b.kind === 'rtmp') return a.url === b.url && sameSecret(a.key, b.key)
  return (
    a.kind === 'srt' && b.kind === 'srt' && a.address === b.address && a.mode === b.mode && a.streamId === b.streamId
  )
}

/** Whether two destinations have a place in common, by main address or backup, or two recordings a file. */
export function meet(a: OutputSpec, b: OutputSpec): boolean {
  if (a.kind === 'file' || b.kind === 'file') return a.kind === 'file' && b.kind === 'file' && a.path === b.path
  return placesOf(a).some((one) => placesOf(b).some((other) => samePlace(one, other)))
}

async function checkProgram(ffmpeg: string, what: string): Promise<void> {
  try {
    await checkFfmpeg(ffmpeg, what)
  } catch (error) {
    throw error instanceof FfmpegError ? new GatewayError('unsupported', error.message, { cause: error }) : error
  }
}

/** Whether two specs of one output mean the same places, with the same settings of how they are used. */
export function sameTarget(a: OutputSpec, b: OutputSpec): boolean {
  if (a.kind !== 'file' && b.kind !== 'file' && !sameBackup(a, b)) return false
  if (a.kind === 'rtmp' && b.kind === 'rtmp') return a.url === b.url && sameSecret(a.key, b.key)
  if (a.kind === 'srt' && b.kind === 'srt') {
    const secrets = ({ passphrase, streamId }: typeof a) => JSON.stringify([passphrase, streamId])
    const plain = ({ address, mode, latencyMs, keyLength }: typeof a) => [address, mode, latencyMs, keyLength].join(' ')
    return plain(a) === plain(b) && sameSecret(secrets(a), secrets(b))
  }
  if (a.kind === 'file' && b.kind === 'file') return a.path === b.path && a.format === b.format
  return false
}

function sameBackup(a: NetworkSpec, b: NetworkSpec): boolean {
  const said = ({ backup }: NetworkSpec) => JSON.stringify(backup ?? null)
  return sameSecret(said(a), said(b))
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
