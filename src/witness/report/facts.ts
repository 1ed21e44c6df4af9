/** What a log tells of shows, as data: for a report, or for a program that wants more than entries. Times are ms since 1970. */
export interface ShowReport {
  readonly log: LogFacts
  /** Oldest first. */
  readonly streams: readonly StreamSession[]
  readonly recordings: readonly RecordingFacts[]
  /** What was refused, failed, was interrupted or has no outcome. */
  readonly failures: readonly Failure[]
  /** What somebody else switched in vMix. */
  readonly seen: readonly Seen[]
  /** Where the log itself lacks something. */
  readonly gaps: readonly Gap[]
}

/** The same, made as it is asked for and as often: of many shows only one is in memory at a time. */
export interface ShowSource {
  readonly log: LogFacts
  streams(): Iterable<StreamSession>
  recordings(): Iterable<RecordingFacts>
  failures(): readonly Failure[]
  seen(): readonly Seen[]
  gaps(): readonly Gap[]
}

export interface LogFacts {
  readonly instance: string | null
  readonly host: string | null
  readonly port: number | null
  readonly logId: string | null
  /** Of the entries that were read. */
  readonly entries: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** `current_hash` of the last one. */
  readonly head: string | null
}

/** One stream of vMix from when it went on to when it went off. */
export interface StreamSession {
  /** 0-based. */
  readonly channel: number
  readonly startedAt: number
  /** Null: by somebody in vMix. */
  readonly startedBy: string | null
  /** Null: still on at the end of the log. */
  readonly endedAt: number | null
  readonly endedBy: string | null
  readonly ending: 'stopped' | 'switched_off' | null
  readonly via: 'direct' | 'gateway' | null
  readonly destinations: readonly DestinationRun[]
  /** Of the stream from vMix, and so of all its destinations. */
  readonly interruptions: readonly Interruption[]
  /** When destinations got a backup stream or a slate instead of the show; each change of what it was begins another. */
  readonly standby: readonly Interruption[]
  /** When a destination went over to another of its addresses, or was told to. */
  readonly addressChanges: readonly Seen[]
  readonly health: HealthTimes
}

export interface DestinationRun {
  readonly id: string
  readonly name: string
  /** Without key. */
  readonly url: string
  readonly from: number
  readonly to: number | null
  /** How far its start was confirmed: `media`, `vmix_on`, … */
  readonly verification: string | null
  readonly ending: 'stopped' | 'failed' | null
  readonly interruptions: readonly Interruption[]
  readonly health: HealthTimes
}

export interface Interruption {
  readonly from: number
  /** Null: it lasted to the end. */
  readonly to: number | null
  readonly why: string
}

/** How long each verdict held, ms. All of it `unknown` where nothing measured. */
export type HealthTimes = Readonly<Record<HealthWord, number>>
export type HealthWord = 'healthy' | 'warning' | 'critical' | 'unknown'

export interface RecordingFacts {
  readonly recorder: string | null
  readonly channel: number | null
  readonly files: readonly RecordedPart[]
  readonly format: string | null
  readonly startedAt: number | null
  readonly startedBy: string | null
  readonly endedAt: number | null
  readonly durationMs: number | null
  readonly frames: number | null
  readonly bytes: number | null
  /** Why it ended by itself. */
  readonly problem: string | null
}

export interface RecordedPart {
  readonly path: string
  readonly sha256: string | null
  /** Whether the file was what had been written when it was hashed; null: not known. */
  readonly asWritten: boolean | null
}

export interface Failure {
  readonly at: number
  readonly who: string
  /** `stream_start`, `recording_stop`, … */
  readonly kind: string
  readonly channel: number | null
  /** Destination or file. */
  readonly name: string | null
  readonly error: string | null
  readonly message: string
  readonly leftOn: readonly string[]
  readonly sequence: number
}

export interface Seen {
  readonly at: number
  readonly message: string
}

export interface Gap {
  readonly at: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** How many entries are missing; null: nobody knows. */
  readonly count: number | null
  readonly message: string
}
