/** What is written where nothing was measured: never a zero. */
export const notMeasured = '–'

/** @example fpsText(29.97) // '29.97' */
export function fpsText(fps: number | null): string {
  if (fps === null) return notMeasured
  const rounded = Math.round(fps * 100) / 100
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(2)
}

/** kbit/s as Mbit/s with one or two digits behind the point. */
export function mbitText(kbps: number | null): string {
  if (kbps === null) return notMeasured
  return kbps >= 10_000 ? (kbps / 1000).toFixed(1) : (kbps / 1000).toFixed(2)
}

export function countText(count: number | null): string {
  return count === null ? notMeasured : Math.round(count).toLocaleString('en-GB')
}

/** @example durationText(3725) // '01:02:05' */
export function durationText(seconds: number | null): string {
  if (seconds === null) return notMeasured
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

/** How long ago, or for how long, in the largest unit that says enough. @example agoText(75) // '1 min' */
export function agoText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min`
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`
}

/** @example bytesText(1_500_000_000) // '1.5 GB' */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return notMeasured
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`
}

/** With its year where that is not this one. @example dayText('2026-11-22T20:00:00Z') // 'Sun 22 Nov' */
export function dayText(iso: string, timeZone?: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return date.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
    ...(timeZone === undefined ? {} : { timeZone }),
  })
}

/** Time of day on this screen's clock, or on that of a zone. */
export function timeText(iso: string, timeZone?: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleTimeString('en-GB', timeZone === undefined ? {} : { timeZone })
}
