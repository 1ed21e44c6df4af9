import { InvalidArgumentError } from 'commander'
import { readFile, stat } from 'node:fs/promises'
import { parseSecretReference, resolveSecret, type Secret, SecretError } from '../secrets/index.ts'
import type { FfmpegMedia, SimulatorOptions } from '../simulator/index.ts'
import { usageError } from './exit-code.ts'

/** What `simulate` is given of its own, beside host and password of every command. */
export interface SimulateOptions {
  readonly httpPort?: number
  readonly tcpPort?: number
  /** False with --no-tcp. */
  readonly tcp?: boolean
  readonly vmixVersion?: string
  readonly edition?: string
  readonly inputs?: number
  readonly preset?: string
  readonly lanOnly?: boolean
  readonly webPassword?: string
  readonly media?: 'clip' | 'ffmpeg'
  readonly size?: PictureSize
  readonly fps?: number
  readonly bitrate?: number
  readonly fault?: readonly string[]
  readonly recordings?: string
}

interface PictureSize {
  readonly width: number
  readonly height: number
}

/** No state document is larger. */
const MAX_PRESET_BYTES = 16 * 1024 * 1024

export function fault(text: string, before: readonly string[] = []): readonly string[] {
  if (before.length >= 20) throw new InvalidArgumentError('These are too many.')
  return [...before, text]
}

export function mediaKind(text: string): 'clip' | 'ffmpeg' {
  if (text === 'clip' || text === 'ffmpeg') return text
  throw new InvalidArgumentError('It is clip (built in) or ffmpeg.')
}

export function pictureSize(text: string): PictureSize {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? []
  if (width !== undefined && height !== undefined) return { width: Number(width), height: Number(height) }
  throw new InvalidArgumentError('It is WIDTHxHEIGHT, such as 1280x720.')
}

export function frameRate(text: string): number {
  if (/^\d{1,3}(?:\.\d{1,3})?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is frames per second, such as 30 or 29.97.')
}

/** kb/s: `2500k`, `2.5M`. */
export function bitrate(text: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([kM])$/.exec(text) ?? []
  if (number !== undefined) return Math.round(Number(number) * (unit === 'M' ? 1000 : 1))
  throw new InvalidArgumentError('It is a bitrate, such as 2500k or 2.5M.')
}

/** Options for `startSimulator`; files and secrets are read. */
export async function simulatorOptions(options: SimulateOptions): Promise<SimulatorOptions> {
  const { httpPort, tcpPort, tcp, vmixVersion, edition, inputs, preset, lanOnly, recordings } = options
  if (preset !== undefined && inputs !== undefined) throw usageError('Give --preset or --inputs, not both.')
  const media = mediaOf(options)
  return {
    ...(httpPort === undefined ? {} : { httpPort }),
    ...(tcpPort === undefined ? {} : { tcpPort }),
    ...(tcp === undefined ? {} : { tcp }),
    ...(vmixVersion === undefined ? {} : { vmixVersion }),
    ...(edition === undefined ? {} : { edition }),
    ...(inputs === undefined ? {} : { inputs }),
    ...(lanOnly === undefined ? {} : { lanOnly }),
    ...(recordings === undefined ? {} : { recordingFolder: recordings }),
    ...(preset === undefined ? {} : { presetXml: await readPreset(preset) }),
    ...(options.webPassword === undefined ? {} : { webPassword: await password(options.webPassword) }),
    ...(media === null ? {} : { media }),
    faults: options.fault ?? [],
  }
}

function mediaOf({ media = 'clip', size, fps, bitrate: kbps }: SimulateOptions): FfmpegMedia | null {
  if (media === 'ffmpeg') return { ...(size ?? { width: 1280, height: 720 }), fps: fps ?? 30, kbps: kbps ?? 2500 }
  if (size !== undefined || fps !== undefined || kbps !== undefined) {
    throw usageError('--size, --fps and --bitrate go with --media ffmpeg: the built-in clip is as it is.')
  }
  return null
}

async function readPreset(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= MAX_PRESET_BYTES) return await readFile(path, 'utf8')
  } catch (cause) {
    throw usageError(`The preset cannot be read: ${path}. Check that it is there, and that this user may read it.`, {
      cause,
    })
  }
  throw usageError(
    `The preset ${path} is too large for a state document. Save one with: curl http://VMIX:8088/api/ > show.xml`,
  )
}

/** A message of our own: the text may be the password itself, and is not repeated. */
async function password(reference: string): Promise<Secret> {
  try {
    return await resolveSecret(parseSecretReference(reference))
  } catch (cause) {
    if (!(cause instanceof SecretError)) throw cause
    const how = 'Give --web-password as env:NAME or file:PATH: what stands in a command line, every user can read.'
    throw usageError(cause.code === 'bad_reference' ? how : cause.message, { cause })
  }
}
