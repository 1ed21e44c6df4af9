import type { Severity, Subject } from './condition.ts'

/** Something that somebody should know. */
export interface Alert extends Subject {
  /** New with each time that it begins; the same over a restart. */
  readonly id: string
  readonly severity: Severity
  readonly state: 'firing' | 'resolved'
  /** What is, as it was said last. */
  readonly message: string
  readonly action: string
  /** ISO 8601: since when it is so. */
  readonly since: string
  readonly resolvedAt: string | null
  /** Somebody has seen it. */
  readonly acknowledged: { readonly at: string; readonly by: string } | null
  /** How often it went away for a moment and came back. */
  readonly returns: number
}

/** What is told: one sentence to everybody whom it concerns. */
export interface Notice {
  /** The same at each try to deliver it, and over a restart: whoever gets it twice can tell. */
  readonly id: string
  readonly what: 'firing' | 'resolved' | 'test' | 'watchdog'
  /** ISO 8601: when it was decided to tell it. */
  readonly at: string
  /** As it was then. Null with `test` and `watchdog`. */
  readonly alert: Alert | null
}

/** A notice, and names of those who get it; null: all. */
export interface AddressedNotice {
  readonly notice: Notice
  readonly receivers: readonly string[] | null
}
