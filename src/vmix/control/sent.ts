import { VMixAPIError } from '../errors/api-error.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'

/**
 * The error as it is after a command went out: whoever gets it must not take it for "nothing was sent", whatever failed
 * behind the command.
 */
export function afterSent(error: unknown): unknown {
  const before = 'vMix was sent a command before this, and may have carried it out.'
  return told(error, true, (message) => `${before} ${message.replace(/ Nothing was sent\.$/, '')}`)
}

/** The error of a look that comes before a command: a look was perhaps sent, the command was not. */
export function beforeSent(error: unknown): unknown {
  return told(error, false, (message) => `${message} No command was sent.`)
}

function told(error: unknown, mayHaveBeenSent: boolean, say: (message: string) => string): unknown {
  const isOurs = error instanceof VMixConnectionError || error instanceof VMixAPIError
  if (!isOurs || error.mayHaveBeenSent === mayHaveBeenSent) return error
  const options = { mayHaveBeenSent, cause: error.cause }
  if (error instanceof VMixConnectionError) return new VMixConnectionError(error.code, say(error.message), options)
  return new VMixAPIError(
    error.code,
    say(error.message),
    error.status === null ? options : { ...options, status: error.status },
  )
}
