import type { OutputStatus } from '../../gateway/index.ts'
import { formatDuration } from '../../clock/index.ts'
import { redactUrl } from '../../secrets/index.ts'
import type { GatewaySteps } from './gateway-steps.ts'
import type { DestinationSummary, RecordedFile } from '../results.ts'

/** What was ended at the gateway, and what could not be. */
export interface EndedOutputs {
  readonly destinations: readonly DestinationSummary[]
  readonly recordings: readonly RecordedFile[]
  /** How many outputs of the feed were not to be ended. */
  readonly others: number
  /** Sentences for a person; empty when all went well. */
  readonly problems: readonly string[]
}

export const nothingEnded: EndedOutputs = { destinations: [], recordings: [], others: 0, problems: [] }

/** Ends outputs of a feed at the same time; one that hangs keeps none of the others. Never throws. */
export async function endOutputs(
  steps: GatewaySteps,
  chosen: (output: OutputStatus) => boolean,
): Promise<EndedOutputs> {
  let all: readonly OutputStatus[]
  try {
    all = (await steps.feed())?.outputs ?? []
  } catch (error) {
    return { ...nothingEnded, problems: [`The gateway does not answer: ${sentence(error)}`] }
  }
  const outputs = all.filter(chosen)
  const destinations: DestinationSummary[] = []
  const recordings: RecordedFile[] = []
  const problems: string[] = []
  await Promise.all(
    outputs.map(async (output) => {
      try {
        const last = (await steps.removeOutput(output.outputId)) ?? output
        if (last.kind !== 'file') destinations.push(destinationOf(last))
        else recordings.push(recordedFile(last))
      } catch (error) {
        problems.push(`${output.name} could not be ended: ${sentence(error)}`)
      }
    }),
  )
  return { destinations, recordings, others: all.length - outputs.length, problems }
}

function destinationOf(output: OutputStatus): DestinationSummary {
  return {
    destinationId: output.outputId,
    name: output.name,
    url: redactUrl(output.target),
    keyFingerprint: output.keyFingerprint ?? '',
  }
}

export function recordedFile(output: OutputStatus): RecordedFile {
  const { file } = output
  const durationSeconds = (file?.durationMs ?? 0) / 1000
  const hashOf = (path: string) => file?.hashes?.find((hash) => hash.path === path)?.sha256 ?? null
  return {
    files: file?.parts ?? [output.target],
    format: file?.format ?? null,
    duration: formatDuration(durationSeconds),
    durationSeconds,
    frames: file?.frames ?? null,
    bytes: file?.bytes ?? null,
    ...(file === null ? {} : { sha256: file.parts.map(hashOf) }),
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown reason'
}
