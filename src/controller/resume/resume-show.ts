import { createHash } from 'node:crypto'
import type { OperationContext } from '../context.ts'
import { checkName, nameOf, partName, refuse, type OperationOptions } from '../operation/operation.ts'
import { startRecording } from '../recording/start-recording.ts'
import type { OperationFailure, ResumePlan, ResumeShowResult, ResumeStreamResult, StreamToResume } from '../results.ts'
import type { StreamDestination } from '../stream/check-stream.ts'
import { planOf, resumeLook } from './plan.ts'
import { resumeStream } from './resume-stream.ts'

/** All that was on. @example { actor: 'operator' } */
export interface ResumeShowRequest extends OperationOptions {
  /** Of a stream that vMix sends by itself: where it went, with its key, which the log does not hold; null: not known any more. */
  readonly destinationOf?: (stream: StreamToResume) => StreamDestination | null
}

/** Brings everything back that was on when vMix went away; each by an operation of its own, and all at once. */
export async function resumeShow(context: OperationContext, request: ResumeShowRequest): Promise<ResumeShowResult> {
  const operationId = nameOf(request)
  const { signal, actor } = request
  let plan: ResumePlan
  try {
    checkName(request)
    plan = planOf(await resumeLook(context, signal === undefined ? {} : { signal }))
  } catch (error) {
    return failed(await refusedWhole(context, request, operationId, error))
  }
  const part = (name: string): OperationOptions => ({
    operationId: partName(shortened(operationId), name),
    ...(signal === undefined ? {} : { signal }),
    ...(actor === undefined ? {} : { actor }),
  })
  const [streams, recording] = await Promise.all([
    Promise.all(
      plan.streams.map((stream) => {
        const destination = stream.via === 'direct' ? (request.destinationOf?.(stream) ?? null) : null
        const { channel } = stream
        return resumeStream(context, {
          channel,
          ...(destination === null ? {} : { destination }),
          ...part(`s${channel + 1}`),
        })
      }),
    ),
    plan.recorder ? startRecording(context, { recorder: 'vmix', ...part('recording') }) : null,
  ])
  const results = [...streams, ...(recording === null ? [] : [recording])]
  return {
    success: results.every(({ success }) => success),
    message: messageOf(streams, recording?.success ?? null, plan.leftAlone),
    operationId,
    streams,
    recording,
    leftAlone: plan.leftAlone,
  }
}

/** A name as long as is allowed leaves no room for that of a part. */
function shortened(operationId: string): string {
  if (operationId.length <= 80) return operationId
  return `${operationId.slice(0, 60)}.${createHash('sha256').update(operationId).digest('hex').slice(0, 16)}`
}

async function refusedWhole(
  context: OperationContext,
  request: ResumeShowRequest,
  operationId: string,
  error: unknown,
): Promise<OperationFailure> {
  const spec = { kind: 'stream_resume', failedAs: 'stream_resume_failed', operationId } as const
  return await refuse(context, { ...spec, channel: null, params: {}, options: request }, error)
}

function failed(failure: OperationFailure): ResumeShowResult {
  const { message, operationId } = failure
  return { success: false, message, operationId, streams: [failure], recording: null, leftAlone: [] }
}

function messageOf(
  streams: readonly ResumeStreamResult[],
  recorder: boolean | null,
  leftAlone: ResumePlan['leftAlone'],
): string {
  const back = streams.filter(({ success }) => success).length
  const notes = leftAlone.map(({ why }) => why)
  if (streams.length === 0 && recorder === null) {
    return ['Nothing is to be brought back; nothing was sent.', ...notes].join(' ')
  }
  const count = `${back} of ${streams.length} ${streams.length === 1 ? 'stream is' : 'streams are'} back`
  const recording =
    recorder === null ? '' : recorder ? "; vMix's recorder runs again" : "; vMix's recorder did not start"
  const rehearsed = streams.flatMap((stream) => (stream.success && stream.rehearsal ? [stream.channel + 1] : []))
  const kinds = rehearsed.map((stream) => `Stream ${stream} is a rehearsal, which nobody else gets.`)
  const failures = streams.flatMap((result) => (result.success ? [] : [result.message]))
  return [`${streams.length === 0 ? 'No stream was on' : count}${recording}.`, ...kinds, ...failures, ...notes].join(
    ' ',
  )
}
