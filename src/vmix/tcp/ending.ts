import { VMixConnectionError, type VMixConnectionErrorCode } from '../errors/connection-error.ts'
import { CLIENT_CLOSED, connectionError, place, TIMED_OUT, whoAnswersTcp } from '../failures.ts'
import { TcpFramingError } from './framing-error.ts'

/** Whom a conversation is held with, and how long a step may take. */
export interface TcpTarget {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
}

/** Why a conversation ended, told to each request that it left behind, which alone knows whether it was sent. */
export type Ending = (mayHaveBeenSent: boolean) => VMixConnectionError

export const endings = {
  network: (target: TcpTarget, error: Error): Ending => {
    return (mayHaveBeenSent) =>
      connectionError({ kind: 'error', error, replyBegun: false }, { ...target, mayHaveBeenSent, service: 'tcp' })
  },
  timeout: (target: TcpTarget): Ending => stopped(target, TIMED_OUT),
  closed: (target: TcpTarget): Ending => stopped(target, CLIENT_CLOSED),
  aborted: (target: TcpTarget, reason: unknown): Ending => stopped(target, reason),
  hungUp: (target: TcpTarget, greeted: boolean): Ending =>
    said(
      'reset',
      greeted
        ? `${place(target)} closed the connection. vMix may have been ended or restarted.`
        : `${place(target)} closed the connection without a greeting. vMix may be starting; check host and port (8099).`,
    ),
  silent: (target: TcpTarget): Ending =>
    said(
      'timeout',
      `${place(target)} takes the connection, but does not greet as vMix does. vMix may hang, or another program has that port (vMix's TCP API has 8099).`,
    ),
  stranger: (target: TcpTarget, line: string): Ending =>
    said('not_vmix', `${place(target)} is not vMix's TCP API: ${whoAnswersTcp(line)}`),
  givenUp: (target: TcpTarget): Ending =>
    said(
      'reset',
      `The connection to ${place(target)} was closed, because the answer to an aborted request could still have come on it. It is made anew at once.`,
    ),
  unreadable: (target: TcpTarget, error: TcpFramingError): Ending =>
    said(
      error.code === 'body_too_long' ? 'too_large' : 'not_vmix',
      `${place(target)} sent what is not vMix's TCP protocol: ${error.message} The connection was closed.`,
      error,
    ),
  mixedUp: (target: TcpTarget): Ending =>
    said(
      'not_vmix',
      `${place(target)} answered something else than what was asked. The connection was closed, so that no answer is taken for another's.`,
    ),
}

function stopped(target: TcpTarget, reason: unknown): Ending {
  return (mayHaveBeenSent) => connectionError({ kind: 'stopped', reason }, { ...target, mayHaveBeenSent })
}

function said(code: VMixConnectionErrorCode, message: string, cause?: Error): Ending {
  return (mayHaveBeenSent) => new VMixConnectionError(code, message, { mayHaveBeenSent, cause })
}
