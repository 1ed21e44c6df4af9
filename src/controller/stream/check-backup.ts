import { OperationFailed } from '../operation/operation-failed.ts'

/** When a backup address takes over, and whether the main one is gone back to by itself. */
export interface FailoverTimes {
  /** The main address is left when it has failed for so long, 0.5 to 600 s; one that refuses us at once. Default 3. */
  readonly afterSeconds?: number
  /** So long after the backup went live the main address is tried again, 1 to 86,400 s. Absent: not by itself. */
  readonly returnAfterSeconds?: number
}

/** @throws OperationFailed `validation_error` */
export function checkFailoverTimes({ afterSeconds, returnAfterSeconds }: FailoverTimes): FailoverTimes {
  if (afterSeconds !== undefined && !(afterSeconds >= 0.5 && afterSeconds <= 600)) {
    throw new OperationFailed('validation_error', 'A backup takes over after 0.5 to 600 s (afterSeconds).')
  }
  if (returnAfterSeconds !== undefined && !(returnAfterSeconds >= 1 && returnAfterSeconds <= 86_400)) {
    throw new OperationFailed(
      'validation_error',
      'The main address is tried again after 1 to 86,400 s (returnAfterSeconds).',
    )
  }
  return {
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
    ...(returnAfterSeconds === undefined ? {} : { returnAfterSeconds }),
  }
}

/** @throws OperationFailed `validation_error` */
export function checkNotTheSame(same: boolean): void {
  if (!same) return
  throw new OperationFailed(
    'validation_error',
    'Main address and backup are the same place: it would fail with the first. Name another server or another key.',
  )
}
