import { validateSrt } from '../../destinations/index.ts'
import { checkChannel } from './check-stream.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions } from '../operation/operation.ts'
import type { OperationFailure } from '../results.ts'

export interface StartSrtRequest extends OperationOptions {
  /** `srt://host:port`. */
  readonly srtAddress: string
  /** `caller` (default) or `listener`. */
  readonly mode?: string
  /** 20–8000, default 120. */
  readonly latencyMs?: number
  /** 0-based; default 0. */
  readonly channel?: number
}

/** Checks what was asked, so that a mistake is told now, and answers `unsupported` with what works instead. */
export async function startSrtStream(context: OperationContext, request: StartSrtRequest): Promise<OperationFailure> {
  const channel = request.channel ?? 0
  const spec = {
    operationId: nameOf(request),
    kind: 'stream_start',
    failedAs: 'srt_stream_start_failed',
    channel,
    params: { channel: Number.isSafeInteger(channel) ? channel : null, protocol: 'SRT' },
    options: request,
  } as const
  try {
    checkName(request)
    checkChannel(request.channel)
    const problem = validateSrt({
      address: request.srtAddress,
      mode: request.mode ?? 'caller',
      latencyMs: request.latencyMs ?? 120,
    })[0]
    if (problem !== undefined) throw new OperationFailed('validation_error', problem.message)
    throw new OperationFailed(
      'unsupported',
      "SRT is not there yet. vMix's API cannot set an SRT address: set it in vMix under Settings, Outputs, and switch it on there. To send by RTMP use startRtmpStream.",
    )
  } catch (error) {
    return await refuse(context, spec, error)
  }
}
