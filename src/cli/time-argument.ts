import { InvalidArgumentError } from 'commander'

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const ago = /^(\d{1,6})([smhd])$/
const date = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?$/

/**
 * A moment as it is typed, ms since 1970: `2h` (so long ago), `2026-11-22`, `2026-11-22T19:30` (UTC, as the log's times are
 * shown), or with an offset of its own: `2026-11-22T20:30+01:00`.
 */
export function moment(text: string): number {
  const [, count, unit] = ago.exec(text) ?? []
  if (count !== undefined && (unit === 's' || unit === 'm' || unit === 'h' || unit === 'd')) {
    return Date.now() - Number(count) * units[unit]
  }
  const [, local = text, offset = 'Z'] = /^(.*T.*?)(Z|[+-]\d\d:?\d\d)$/.exec(text) ?? []
  const at = date.test(local) ? Date.parse(local.includes(':') ? local.replace(' ', 'T') + offset : local) : Number.NaN
  // The 30th of February would be taken for one of March.
  const day = Date.parse(local.slice(0, 10))
  if (Number.isFinite(at) && new Date(day).toISOString().startsWith(local.slice(0, 10))) return at
  throw new InvalidArgumentError('It is a time: 30m, 2h or 7d ago, 2026-11-22, or 2026-11-22T19:30 (UTC).')
}
