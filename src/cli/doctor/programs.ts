import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Finding } from './finding.ts'

interface Program {
  readonly check: 'ffmpeg' | 'python'
  readonly about: string
  readonly names: readonly string[]
  /** What it gives where it is there. */
  readonly gives: string
  readonly action: string
}

const programs: readonly Program[] = [
  {
    check: 'ffmpeg',
    about: 'ffmpeg',
    names: ['ffmpeg'],
    gives:
      'With it recordings are made to AVI, WAV and other qualities, and the simulator makes pictures of other sizes (--media ffmpeg); nothing else needs it.',
    action: "Wanted? Install it from ffmpeg.org or with the system's package manager, so that it is on the PATH.",
  },
  {
    check: 'python',
    about: 'Python 3',
    names: ['python3', 'python'],
    gives: 'With it docs/verify.py checks a show log without this program; nothing else needs it.',
    action: 'Wanted? Whoever checks the log may have it on another machine.',
  },
]

/** Programs of others that add something. None is needed to be on air. */
export function examinePrograms(path = process.env['PATH'] ?? ''): readonly Finding[] {
  return programs.map(({ check, about, names, gives, action }) => {
    const where = names.map((name) => findProgram(name, path)).find((found) => found !== null) ?? null
    const message = where === null ? `is not there. ${gives}` : `is at ${where}. ${gives}`
    return { check, state: 'ok', about, message, action: where === null ? action : null, facts: { path: where } }
  })
}

function findProgram(name: string, path: string): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  for (const folder of path.split(delimiter)) {
    for (const ending of endings) {
      const candidate = join(folder, `${name}${ending}`)
      try {
        accessSync(candidate, constants.X_OK)
        return candidate
      } catch {
        // not here: the next one
      }
    }
  }
  return null
}
