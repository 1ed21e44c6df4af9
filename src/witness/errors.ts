/**
 * Why the witness refused, as a closed list:
 * - `disk_full`: no room for the entry (a reserve is kept for stops);
 * - `disk_error`: the disk or folder refused a read, write or sync;
 * - `bad_event`: the event holds what the log cannot hold; nothing was written;
 * - `locked`: another process kept the log to itself for longer than the limit;
 * - `timeout`: the disk did not answer within the limit; the entry may still appear later;
 * - `overloaded`: more entries are waiting than the bound allows;
 * - `broken`: the log on disk does not verify at its end, or got shorter; nothing is appended to it;
 * - `shared_folder`: its folder is on a disk that other machines share; nothing was written;
 * - `newer_format`: written by a newer version of this program;
 * - `not_found`: there is no log there (reading and verifying only);
 * - `closed`: the witness was closed.
 */
export type WitnessErrorCode =
  | 'disk_full'
  | 'disk_error'
  | 'bad_event'
  | 'locked'
  | 'timeout'
  | 'overloaded'
  | 'broken'
  | 'shared_folder'
  | 'newer_format'
  | 'not_found'
  | 'closed'

/** A failure of the log; the message says what to do. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError'
  readonly code: WitnessErrorCode

  constructor(code: WitnessErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** The system's error code (`ENOENT`, `ENOSPC`, …), or undefined where there is none. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Whether the system says that there is no room: the disk's, or this user's share of it. */
function saysFull(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** A file system's failure as a {@link WitnessError}; one that already is one stays as it is. */
export function asDiskError(error: unknown, doing: string, path: string): WitnessError {
  if (error instanceof WitnessError) return error
  if (saysFull(error)) {
    return new WitnessError(
      'disk_full',
      `The disk is full: could not ${doing} ${path}. Free some space, then try again.`,
      {
        cause: error,
      },
    )
  }
  const code = systemCode(error) ?? 'unknown error'
  return new WitnessError(
    'disk_error',
    `Could not ${doing} ${path} (${code}). Check the disk, and that this user may write there.`,
    { cause: error },
  )
}
