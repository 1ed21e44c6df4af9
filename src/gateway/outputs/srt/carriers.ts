import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Clock } from '../../../clock/index.ts'
import { SrtError } from './errors.ts'
import { startSrtProcess } from './libsrt-link.ts'

/** What this machine can send by SRT with. */
export interface SrtCarriers {
  /** libsrt, and where it is; null: it is not there, or is none that can be used. */
  readonly libsrt: { readonly version: string; readonly path: string } | null
  /** An ffmpeg with SRT; null: there is none. */
  readonly ffmpeg: { readonly version: string; readonly path: string } | null
}

export interface SrtCarrierOptions {
  /** Path of libsrt, where it is not one that the system finds. */
  readonly library?: string
  /** Path of ffmpeg, where it is not on the PATH. */
  readonly ffmpeg?: string
}

/** What to do where there is neither. */
export const HOW_TO_INSTALL =
  'Install libsrt (Debian and Ubuntu: apt install libsrt1.5-gnutls; macOS: brew install srt; Windows: the installer of Haivision’s libsrt), or name it with --srt-library. An ffmpeg that was built with SRT works too, without statistics.'

const PROBE_MS = 10_000
const run = promisify(execFile)

/** Looks what there is; the library in a process of its own. Takes a moment; never throws. */
export async function findSrtCarriers(options: SrtCarrierOptions, clock: Clock): Promise<SrtCarriers> {
  const [libsrt, ffmpeg] = await Promise.all([
    probeLibrary(options.library ?? null, clock),
    probeFfmpeg(options.ffmpeg),
  ])
  return { libsrt, ffmpeg }
}

async function probeLibrary(library: string | null, clock: Clock): Promise<SrtCarriers['libsrt']> {
  let found: SrtCarriers['libsrt'] = null
  const take = (report: {
    readonly kind: string
    readonly version?: string
    readonly path?: string
  }): SrtError | null => {
    const { kind, version, path } = report
    if (kind === 'library' && version !== undefined && path !== undefined) found = { version, path }
    return null
  }
  const probe = startSrtProcess({ task: 'probe', library }, take, clock, { closeMs: PROBE_MS })
  await probe.close()
  return found
}

async function probeFfmpeg(given: string | undefined): Promise<SrtCarriers['ffmpeg']> {
  const path = given ?? onPath('ffmpeg')
  if (path === null) return null
  try {
    const limits = { timeout: PROBE_MS, maxBuffer: 1024 * 1024 }
    const { stdout: protocols } = await run(path, ['-hide_banner', '-protocols'], limits)
    if (!/^\s*srt\s*$/m.test(protocols)) return null
    const { stdout } = await run(path, ['-version'], limits)
    return { path, version: /^ffmpeg version (\S{1,64})/.exec(stdout)?.[1] ?? 'unknown' }
  } catch {
    return null
  }
}

function onPath(name: string): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, `${name}${ending}`)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // not here: the next one
      }
    }
  }
  return null
}
