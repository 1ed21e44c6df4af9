/** What a preflight looks at. */
export type PreflightCheck = 'vmix' | 'stream' | 'sound' | 'keys' | 'destination' | 'upload' | 'disk' | 'clock' | 'log'

/**
 * One thing that was looked at. `green`: as it must be. `yellow`: the show can begin, and somebody should know. `red`: the
 * show would fail, or nobody would see or hear it.
 */
export interface PreflightLine {
  readonly check: PreflightCheck
  /** For people: what was looked at, such as "Twitch". */
  readonly about: string
  readonly light: 'green' | 'yellow' | 'red'
  /** What is. */
  readonly message: string
  /** What to do; null where there is nothing to be done. */
  readonly action: string | null
}

/** The lines in the order in which they were known, and whether the show can begin. */
export interface PreflightReport {
  /** No line is red. */
  readonly ready: boolean
  readonly lines: readonly PreflightLine[]
  /** Whether the show log holds it. */
  readonly witnessed: boolean
}

type Said = Omit<PreflightLine, 'light'>

export function green(check: PreflightCheck, about: string, message: string): PreflightLine {
  return { check, about, light: 'green', message, action: null }
}

export function yellow(line: Said): PreflightLine {
  return { ...line, light: 'yellow' }
}

export function red(line: Said): PreflightLine {
  return { ...line, light: 'red' }
}

/** What a thrown thing says to people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
