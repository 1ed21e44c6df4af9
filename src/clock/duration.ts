/**
 * `HH:MM:SS`, as the original specification prints durations; more than 99 hours keep all their digits.
 *
 * @example formatDuration(930) // '00:15:30'
 */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
