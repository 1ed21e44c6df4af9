import { signal, type ReadonlySignal } from '@preact/signals'

/** The time by the server's clock, once a second: a tablet's own may be hours off. */
export interface PageClock {
  /** ms since 1970. */
  readonly now: ReadonlySignal<number>
  /** What the server's clock said just now. */
  heard(serverMs: number): void
}

export function pageClock(every: (ms: number, call: () => void) => void): PageClock {
  let aheadMs = 0
  const now = signal(Date.now())
  every(1000, () => (now.value = Date.now() + aheadMs))
  return {
    now,
    heard: (serverMs) => {
      aheadMs = serverMs - Date.now()
      now.value = serverMs
    },
  }
}

/** Seconds since an ISO time; 0 where it lies ahead. */
export function secondsSince(iso: string, nowMs: number): number {
  const since = (nowMs - Date.parse(iso)) / 1000
  return Number.isFinite(since) ? Math.max(0, since) : 0
}
