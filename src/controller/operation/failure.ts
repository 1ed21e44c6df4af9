import { GatewayError } from '../../gateway/index.ts'
import { SecretError } from '../../secrets/index.ts'
import { VMixAPIError, VMixConnectionError } from '../../vmix/index.ts'
import { LockError, WitnessError } from '../../witness/index.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationError } from '../results.ts'

/** Whatever stopped an operation, as one of the closed set of errors. A defect of ours is passed on, not dressed up. */
export function failureOf(error: unknown): OperationFailed {
  if (error instanceof OperationFailed) return error
  if (error instanceof VMixConnectionError) {
    return failed(error.code === 'aborted' ? 'aborted' : 'connection_error', error)
  }
  if (error instanceof VMixAPIError) return failed('api_error', error)
  if (error instanceof GatewayError) return failed(gatewayCode(error), error)
  if (error instanceof SecretError)
    return failed(error.code === 'key_file' ? 'configuration_error' : 'validation_error', error)
  if (error instanceof LockError) return failed('configuration_error', error)
  if (error instanceof WitnessError) {
    return new OperationFailed(
      'configuration_error',
      `The show log cannot be written, and nothing is started without it: ${error.message}`,
      { cause: error },
    )
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new OperationFailed('aborted', 'The operation was ended by its caller.', { cause: error })
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new OperationFailed('timeout', 'The operation took too long and was given up; nothing more was sent.', {
      cause: error,
    })
  }
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return new OperationFailed('configuration_error', `This machine cannot do it: ${error.message}`, { cause: error })
  }
  throw error
}

function failed(code: OperationError, error: Error): OperationFailed {
  return new OperationFailed(code, error.message, { cause: error })
}

function gatewayCode(error: GatewayError): OperationError {
  switch (error.code) {
    case 'unreachable':
    case 'timeout':
    case 'unauthorised':
      return 'connection_error'
    case 'bad_target':
      return 'validation_error'
    case 'unsupported':
      return 'unsupported'
    case 'expired':
      return 'timeout'
    case 'aborted':
      return 'aborted'
    case 'conflict':
      return 'channel_busy'
    default:
      return 'api_error'
  }
}
