import { isRecord } from './entities.ts'

export interface PreflightLine {
  /** For programs: what was looked at. */
  readonly check: string
  readonly about: string
  readonly light: 'green' | 'yellow' | 'red'
  readonly message: string
  readonly action: string
}

export interface PreflightReport {
  /** No line is red. */
  readonly ready: boolean
  readonly lines: readonly PreflightLine[]
}

/** Ready only where the server says so, and no line of it is red. What cannot be read is red. */
export function readPreflight(body: unknown): PreflightReport {
  const given = isRecord(body) && Array.isArray(body['lines']) ? body['lines'] : []
  const lines = given.map(readLine)
  const ready = isRecord(body) && body['ready'] === true && lines.every(({ light }) => light !== 'red')
  return { ready, lines }
}

function readLine(value: unknown): PreflightLine {
  const { check, about, light, message, action } = isRecord(value) ? value : {}
  return {
    check: typeof check === 'string' ? check : '',
    about: typeof about === 'string' ? about : '',
    light: light === 'green' || light === 'yellow' ? light : 'red',
    message: typeof message === 'string' ? message : '',
    action: typeof action === 'string' ? action : '',
  }
}
