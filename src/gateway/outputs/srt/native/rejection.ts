import { SrtError } from '../errors.ts'

/** Reasons of `srt_getrejectreason` (access_control.h and srt.h) that say more than that it did not work. */
const BACKLOG = 5
const VERSION = 8
const BAD_SECRET = 10
const UNSECURE = 11
const CONGESTION = 13
const FILTER = 14
const TIMEOUT = 16
/** From here on the other side's program has chosen the number. */
const BY_ITS_PROGRAM = 1000
const UNAUTHORISED = 1401
const FORBIDDEN = 1403
const NOT_FOUND = 1404
const OVERLOAD = 1402
const CONFLICT = 1407
const LOCKED = 1409

/** Why a caller was not let in, as an error that says what to do. */
export function rejection(reason: number): SrtError {
  switch (reason) {
    case BAD_SECRET:
      return new SrtError('rejected', 'The receiver has another passphrase. Use the same on both sides.')
    case UNSECURE:
      return new SrtError(
        'rejected',
        'One side has a passphrase and the other has none. Set the same passphrase on both sides, or none on both.',
      )
    case TIMEOUT:
      return new SrtError(
        'timeout',
        'Nobody answers there. Check that the receiver listens, and that its firewall lets UDP in on this port.',
      )
    case VERSION:
    case CONGESTION:
    case FILTER:
      return new SrtError(
        'rejected',
        'The receiver wants other settings of SRT (version, congestion control or packet filter).',
      )
    case UNAUTHORISED:
    case FORBIDDEN:
      return new SrtError(
        'rejected',
        'The receiver does not let this stream id in. Check the stream id and who may publish it.',
      )
    case NOT_FOUND:
      return new SrtError('rejected', 'The receiver does not know this stream id. Check it.')
    case CONFLICT:
    case LOCKED:
      return new SrtError('refused', 'The receiver already gets this stream from somebody else.')
    case BACKLOG:
    case OVERLOAD:
      return new SrtError('refused', 'The receiver takes no more connections for now.')
  }
  return reason >= BY_ITS_PROGRAM
    ? new SrtError(
        'rejected',
        `The receiver refuses the stream (reason ${reason}). Check the stream id and its settings.`,
      )
    : new SrtError('refused', `The receiver has turned the connection away (reason ${reason}).`)
}
