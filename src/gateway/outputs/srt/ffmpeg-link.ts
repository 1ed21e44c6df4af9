import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../clock/index.ts'
import { CarrierProcess, type CarrierLimits } from './carrier-process.ts'
import { SrtError } from './errors.ts'
import type { CarrierEvents, CarrierLink } from './link.ts'
import type { SrtSettings } from './settings.ts'

/** A transport packet of nothing (PID 0x1fff): ffmpeg opens its output when it has seen something of its input. */
const NOTHING = Buffer.alloc(188, 0xff)
NOTHING.set([0x47, 0x1f, 0xff, 0x10])

/**
 * A connection by ffmpeg, which passes the transport stream through as it is. It tells no figures. The settings, and with
 * them the passphrase, stand in a file that this user alone may read; see {@link keepSettings}.
 */
export async function openFfmpegLink(
  settings: SrtSettings & { readonly ffmpeg: string },
  events: CarrierEvents,
  clock: Clock,
  limits: CarrierLimits,
): Promise<CarrierLink> {
  const kept = await keepSettings(presetText(settings))
  try {
    const link = new CarrierProcess(
      {
        command: settings.ffmpeg,
        args: ffmpegArguments(settings, kept.path),
        preamble: null,
        ...(kept.file === null ? {} : { handed: kept.file.fd }),
        reportsOn: 'stderr',
        deaf: true,
        line: (text) => {
          // Of those who call; the listener goes on.
          if (settings.mode === 'listener') events.said(text)
          if (settings.mode === 'listener' && text.includes('REJECT')) return null
          if (!text.startsWith('Output #0')) return errorIn(text)
          void kept.remove().catch(() => undefined)
          events.connected(null)
          return null
        },
        cleanUp: () => kept.remove(),
      },
      clock,
      limits,
    )
    link.write(NOTHING)
    if (settings.mode === 'listener') events.listening()
    return link
  } finally {
    // The process has its own by now.
    await kept.file?.close()
  }
}

interface KeptSettings {
  /** Where ffmpeg finds them. */
  readonly path: string
  /** To be handed to it; null where it opens the path itself. */
  readonly file: FileHandle | null
  remove(): Promise<void>
}

/**
 * The settings where ffmpeg alone finds them. The file has lost its name before ffmpeg begins, so that nothing stays behind
 * whoever is killed; on Windows, where an open file keeps its name, it is removed when ffmpeg has read it or ended.
 */
async function keepSettings(text: string): Promise<KeptSettings> {
  let folder: string | null = null
  const remove = async (): Promise<void> => {
    if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    folder = await mkdtemp(join(tmpdir(), 'vmix-srt-'))
    const path = join(folder, 'srt.ffpreset')
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
    if (process.platform === 'win32') return { path, file: null, remove }
    const file = await open(path, 'r')
    await remove()
    return { path: '/dev/fd/3', file, remove }
  } catch (cause) {
    await remove().catch(() => undefined)
    throw new SrtError('process', 'The settings for ffmpeg could not be written into the folder for temporary files.', {
      cause,
    })
  }
}

/** In ffmpeg's own units: its latency is in µs. */
export function presetText({ mode, latencyMs, passphrase, keyLength, streamId }: SrtSettings): string {
  const lines = [`mode=${mode}`, `latency=${latencyMs * 1000}`, 'pkt_size=1316', 'linger=0']
  if (passphrase !== null) lines.push(`passphrase=${passphrase.reveal()}`)
  if (passphrase !== null && keyLength !== null) lines.push(`pbkeylen=${keyLength}`)
  if (streamId !== null) lines.push(`streamid=${streamId}`)
  return `${lines.join('\n')}\n`
}

export function ffmpegArguments({ host, port }: SrtSettings, preset: string): string[] {
  const where = `srt://${host.includes(':') ? `[${host}]` : host}:${port}`
  const input = ['-f', 'data', '-probesize', '188', '-analyzeduration', '0', '-fflags', 'nobuffer', '-i', 'pipe:0']
  const output = ['-map', '0:0', '-c', 'copy', '-f', 'data', '-flush_packets', '1', '-fpre', preset, where]
  return ['-hide_banner', '-nostats', '-loglevel', 'info', ...input, ...output]
}

/** What ffmpeg says when it cannot send, as an error of ours; never its own words, which may quote settings. */
export function errorIn(line: string): SrtError | null {
  if (/REJECT.*(?:passphrase|password)/i.test(line)) {
    return new SrtError(
      'rejected',
      'The receiver has another passphrase, or only one side has one. Use the same on both.',
    )
  }
  if (/Failed to resolve|Name or service not known/i.test(line)) {
    return new SrtError('dns', "The name is not known. Check the address and the network's name server.")
  }
  if (/Protocol not found/i.test(line)) {
    return new SrtError('unsupported', 'This ffmpeg was built without SRT. Install libsrt, or an ffmpeg with it.')
  }
  if (/Address already in use/i.test(line)) {
    return new SrtError('address', 'The port is taken by another program.')
  }
  if (/^\[srt @ [^\]]*\] Connection to .* failed/i.test(line)) {
    return new SrtError('timeout', 'Nobody answers there, or the receiver turns the connection away.')
  }
  if (/(?:Error writing|av_interleaved_write_frame|Broken pipe|Connection was broken)/i.test(line)) {
    return new SrtError('closed', 'The receiver is gone: it has hung up, or the line is broken.')
  }
  return null
}
