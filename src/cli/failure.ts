import { GatewayError } from '../gateway/index.ts'
import { SecretError } from '../secrets/index.ts'
import { VMixAPIError, VMixConnectionError } from '../vmix/index.ts'
import { CommandFailed, exitCodes, type ExitCode } from './exit-code.ts'

export interface Failure {
  readonly exitCode: ExitCode
  /** A word for programs. */
  readonly code: string
  readonly message: string
}

const unreachableGateway = ['unreachable', 'unauthorised', 'timeout', 'bad_reply', 'not_started']

/** What an error means for whoever typed the command. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailed) return error
  if (error instanceof VMixConnectionError) return failure(exitCodes.unreachable, 'connection_error', error)
  if (error instanceof VMixAPIError) return failure(exitCodes.failed, 'api_error', error)
  if (error instanceof GatewayError) {
    const exitCode = unreachableGateway.includes(error.code) ? exitCodes.unreachable : exitCodes.failed
    return failure(exitCode, `gateway_${error.code}`, error)
  }
  if (error instanceof SecretError) return failure(exitCodes.usage, `secret_${error.code}`, error)
  if (error instanceof Error && 'syscall' in error && 'path' in error && 'code' in error) {
    // The file system's own words help nobody who does not know its calls.
    const message = `${String(error.path)} cannot be used (${String(error.code)}). Check that it can be there, that this user may write there, and that there is room.`
    return { exitCode: exitCodes.failed, code: String(error.code), message }
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
    return failure(exitCodes.failed, code, error)
  }
  return { exitCode: exitCodes.failed, code: 'internal', message: String(error) }
}

function failure(exitCode: ExitCode, code: string, error: Error): Failure {
  return { exitCode, code, message: error.message }
}
