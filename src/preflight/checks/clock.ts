import type { Clock } from '../../clock/index.ts'
import { limited } from '../limited.ts'
import { readLastEntries } from '../../witness/index.ts'
import { clockSync, type ClockSync, ask } from '../clock-sync.ts'
import { green, red, yellow, type PreflightLine } from '../line.ts'

/** Writers on other machines may be a little ahead. */
const allowedMs = 2000

/** Is this machine's clock kept right, and not before the show log's newest entry? */
export async function checkClock(witnessFolder: string, clock: Clock): Promise<PreflightLine> {
  const [sync, newest] = await Promise.all([
    clockSync(ask, process.platform),
    limited(newestEntry(witnessFolder), () => null, clock),
  ])
  return clockLine(sync, newest, clock.now())
}

/** @param newestMs of the show log; null: there is none, or it cannot be read, which is another line's to say */
export function clockLine({ synchronised, by }: ClockSync, newestMs: number | null, nowMs: number): PreflightLine {
  const clock = { check: 'clock', about: 'Clock' } as const
  if (newestMs !== null && newestMs > nowMs + allowedMs) {
    const message = `This machine's clock is ${((newestMs - nowMs) / 1000).toFixed(0)} s behind the show log's newest entry.`
    return red({ ...clock, message, action: 'Set it right: certificates and the order of the log depend on it.' })
  }
  if (synchronised === true) return green('clock', 'Clock', `This machine's clock is synchronised (${by}).`)
  const action = 'Switch a time service on, or compare it with a clock that is right.'
  const message =
    synchronised === false
      ? `This machine's clock is not synchronised (${by}).`
      : "Whether this machine's clock is synchronised is not known: nothing here tells."
  return yellow({ ...clock, message, action })
}

async function newestEntry(folder: string): Promise<number | null> {
  try {
    const [entry] = (await readLastEntries(folder, 1)).entries
    const at = entry === undefined ? Number.NaN : Date.parse(entry.event.logged_at)
    return Number.isNaN(at) ? null : at
  } catch {
    return null
  }
}
