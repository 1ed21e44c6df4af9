import { OperationFailed } from '../operation/operation-failed.ts'

/** vMix alone cannot go on when it is gone. */
export function noGateway(): OperationFailed {
  return new OperationFailed(
    'unsupported',
    'A standby is the gateway’s: what vMix sends by itself ends with it. Send the stream through a gateway.',
  )
}
