import type { GatewayReply } from './control/messages.ts'

type ReplyErrorCode = Extract<GatewayReply, { ok: false }>['error']['code']

/**
 * What went wrong between control and gateway. Those of a reply: `bad_message`, `unsupported_version`, `expired`,
 * `no_such_feed`, `conflict`, `limit`, `bad_target`, `unsupported` (a program that is needed is missing), `internal`. Of the way there: `unreachable` (no gateway answers, or
 * the connection broke), `unauthorised` (token), `timeout`, `aborted`, `bad_reply` (it is no gateway of this version).
 * Of the start: `in_use` (port or data folder), `bad_listen` (address), `disk` (data folder), `not_started`.
 */
export type GatewayErrorCode =
  | ReplyErrorCode
  | 'unreachable'
  | 'unauthorised'
  | 'timeout'
  | 'aborted'
  | 'bad_reply'
  | 'in_use'
  | 'bad_listen'
  | 'disk'
  | 'not_started'

/** What happened and what to do, for a person; {@link GatewayErrorCode} for a program. Never holds a key or token. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: GatewayErrorCode

  constructor(code: GatewayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The `code` of a Node error (`ENOSPC`, `EADDRINUSE`, …), of the error itself or of what caused it; else null. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return code !== null && /^E[A-Z0-9]+$/.test(code) ? code : systemCode(error.cause)
}
