import { execFile } from 'node:child_process'

/** What a program printed; null where it is not there, failed or took too long. */
export type Ask = (program: string, args: readonly string[]) => Promise<string | null>

/** Whether somebody keeps this machine's clock right. `null`: nobody here tells. */
export interface ClockSync {
  readonly synchronised: boolean | null
  /** Who said so. */
  readonly by: string | null
}

interface Source {
  readonly program: string
  readonly args: readonly string[]
  readonly read: (printed: string) => boolean | null
}

/** Asked in turn until one knows. All read only. */
const sources: Readonly<Partial<Record<NodeJS.Platform, readonly Source[]>>> = {
  linux: [
    { program: 'timedatectl', args: ['show', '--property=NTPSynchronized', '--value'], read: timedatectlSays },
    { program: 'chronyc', args: ['-c', 'tracking'], read: chronycSays },
  ],
  win32: [{ program: 'w32tm', args: ['/query', '/status'], read: w32tmSays }],
}

export async function clockSync(ask: Ask, platform: NodeJS.Platform): Promise<ClockSync> {
  for (const { program, args, read } of sources[platform] ?? []) {
    const printed = await ask(program, args)
    const synchronised = printed === null ? null : read(printed)
    if (synchronised !== null) return { synchronised, by: program }
  }
  return { synchronised: null, by: null }
}

/** It asks the kernel (adjtimex), whoever sets the clock. */
export function timedatectlSays(printed: string): boolean | null {
  const answer = printed.trim()
  return answer === 'yes' ? true : answer === 'no' ? false : null
}

/** The last of its fields is the leap status: `Normal`, `Insert second`, `Delete second` or `Not synchronised`. */
export function chronycSays(printed: string): boolean | null {
  const fields = printed.trim().split(',')
  const leap = fields.at(-1)
  if (fields.length < 14 || leap === undefined) return null
  if (leap === 'Not synchronised') return false
  return leap === 'Normal' || leap === 'Insert second' || leap === 'Delete second' ? true : null
}

/** Its words are in the language of that Windows; its first line ends in the leap indicator, 3 for not synchronised. */
export function w32tmSays(printed: string): boolean | null {
  const leap = /^[^\r\n:]+:\s*([0-3])\s*\(/.exec(printed.trimStart())?.[1]
  return leap === undefined ? null : leap !== '3'
}

const limitMs = 3000

/** Runs it on this machine, for a moment. */
export const ask: Ask = (program, args) =>
  new Promise((resolve) => {
    const options = {
      timeout: limitMs,
      maxBuffer: 64 * 1024,
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    }
    execFile(program, args, options, (error, printed) => resolve(error === null ? printed : null))
  })
