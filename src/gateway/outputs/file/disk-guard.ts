/** How much room a recording leaves on its disk. */
export interface DiskLimits {
  /** Less than this is a warning, bytes. Default 5 GB, and never more than a fifth of the disk. */
  readonly warnBytes: number
  /** A disk that is full in less than this, at the present rate, is a warning too. Default 10 minutes. */
  readonly warnMinutes: number
  /** The recording ends while this is still free, bytes. Default 500 MB, and never more than a twentieth of the disk. */
  readonly stopBytes: number
}

export const defaultDiskLimits: DiskLimits = {
  warnBytes: 5_000_000_000,
  warnMinutes: 10,
  stopBytes: 500_000_000,
}

export interface DiskSpace {
  readonly freeBytes: number
  readonly totalBytes: number
}

export interface DiskState {
  readonly freeBytes: number
  /** Until the recording would end, at the present rate; null while no rate is known. */
  readonly minutesLeft: number | null
  /** A warning. */
  readonly low: boolean
  /** The recording has to end now. */
  readonly full: boolean
}

/** A warning goes when there is so much more room than it came with: it does not come and go. */
const CLEAR = 1.1

/**
 * What the room on a disk means for a recording.
 *
 * @param kbps what is written, kb/s (1000 bits); null: not known
 * @param wasLow it was a warning the last time
 */
export function diskState(space: DiskSpace, kbps: number | null, limits: DiskLimits, wasLow: boolean): DiskState {
  const { freeBytes, totalBytes } = space
  const stopBytes = Math.min(limits.stopBytes, totalBytes / 20)
  const warnBytes = Math.min(limits.warnBytes, totalBytes / 5)
  const left = Math.max(0, freeBytes - stopBytes)
  const minutesLeft = kbps === null || kbps <= 0 ? null : left / (kbps * 125 * 60)
  const margin = wasLow ? CLEAR : 1
  const low = freeBytes < warnBytes * margin || (minutesLeft ?? Infinity) < limits.warnMinutes * margin
  return { freeBytes, minutesLeft, low, full: freeBytes < stopBytes }
}
