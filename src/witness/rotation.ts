import { maxSegments } from './segments.ts'

/** When a log goes on in a new segment. */
export interface RotationOptions {
  /** A segment gets no longer than this, bytes, unless a single write of many entries is; 64 MiB unless told. */
  readonly bytes?: number
  /** Also when a day (UTC) begins that the segment's last entry is not of; false unless told. */
  readonly daily?: boolean
}

/** The rule; each process that shares a log goes by its own. */
export class Rotation {
  readonly #bytes: number
  readonly #daily: boolean

  constructor({ bytes = 64 * 1024 * 1024, daily = false }: RotationOptions = {}) {
    if (!Number.isSafeInteger(bytes) || bytes < 1) {
      throw new RangeError('rotation.bytes, the length of a segment, must be a whole number of bytes.')
    }
    this.#bytes = bytes
    this.#daily = daily
  }

  /**
   * Whether the next write, of so many bytes, begins a new segment.
   *
   * @param segment the one in use, how long it is and when its last entry was written (ISO 8601); null while it has none
   */
  isDue(
    segment: { readonly number: number; readonly end: number; readonly lastAt: string | null },
    next: { readonly bytes: number; readonly at: string },
  ): boolean {
    if (segment.lastAt === null || segment.number >= maxSegments) return false
    if (segment.end + next.bytes > this.#bytes) return true
    return this.#daily && dayOf(next.at) > dayOf(segment.lastAt)
  }
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}
