/** When something is planned, as it is filled in on the page. */
export interface PlanTiming {
  readonly kind: 'once' | 'weekly' | 'cron'
  /** `2026-12-24T17:00` */
  readonly at: string
  /** 0 is Sunday. */
  readonly days: readonly number[]
  /** `09:50` */
  readonly time: string
  readonly cron: string
}

/** As the server takes it; null: something is missing. */
export function timingSent({ kind, at, days, time, cron }: PlanTiming): { at: string } | { cron: string } | null {
  if (kind === 'once') return at === '' ? null : { at }
  if (kind === 'cron') return cron.trim() === '' ? null : { cron: cron.trim() }
  const parts = /^(?<hour>\d\d):(?<minute>\d\d)/.exec(time)?.groups
  if (parts === undefined || days.length === 0) return null
  const sorted = [...days].sort((a, b) => a - b)
  return {
    cron: `${Number(parts['minute'])} ${Number(parts['hour'])} * * ${sorted.length === 7 ? '*' : sorted.join(',')}`,
  }
}

/** To be filled in, from what is planned: every week where that says it, else the expression as it stands. */
export function timingShown({ at, cron }: { readonly at: string | null; readonly cron: string | null }): PlanTiming {
  const none = { at: at ?? '', days: [], time: '', cron: cron ?? '' }
  if (cron === null) return { ...none, kind: 'once' }
  const week = /^(?<minute>\d{1,2}) (?<hour>\d{1,2}) \* \* (?<days>\*|[0-6](?:,[0-6])*)$/.exec(cron.trim())?.groups
  if (week === undefined) return { ...none, kind: 'cron' }
  const two = (text: string | undefined): string => (text ?? '').padStart(2, '0')
  const days = week['days'] === '*' ? [0, 1, 2, 3, 4, 5, 6] : (week['days'] ?? '').split(',').map(Number)
  return { ...none, kind: 'weekly', days, time: `${two(week['hour'])}:${two(week['minute'])}` }
}
