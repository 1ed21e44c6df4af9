import type { JsonObject, WitnessEntry } from '../entry.ts'
import type { RecordedPart, RecordingFacts } from './facts.ts'
import { flagOf, numberOf, objectOf, objectsOf, textOf, textsOf } from './fields.ts'
import { timeOf } from './happening.ts'

interface Row {
  readonly recorder: string | null
  readonly channel: number | null
  files: readonly string[]
  readonly outputId: string | null
  readonly startedAt: number | null
  readonly startedBy: string | null
  format: string | null
  endedAt: number | null
  durationMs: number | null
  frames: number | null
  bytes: number | null
  problem: string | null
}

/** Puts together what a log says of recordings: their start, their end, and the hashes of their files. */
export class Recordings {
  readonly #rows: Row[] = []
  readonly #hashes = new Map<string, Omit<RecordedPart, 'path'>>()

  take({ event }: WitnessEntry): void {
    const { params } = event
    const result = objectOf(event.result)
    switch (event.event_type) {
      case 'recording_started':
        this.#rows.push(startedRow(event, params, result))
        break
      case 'recording_stopped':
      case 'stream_stopped':
        for (const recording of objectsOf(result?.['recordings'])) this.#end(recording, event)
        break
      case 'recording_hashed': {
        const path = textOf(params, 'filename')
        if (path !== null) {
          this.#hashes.set(path, { sha256: textOf(result, 'sha256'), asWritten: flagOf(result, 'as_written') })
        }
        break
      }
      case 'recording_observed': {
        if (textOf(params, 'observation') !== 'output.failed') break
        const row = this.#rows.findLast(
          ({ outputId }) => outputId !== null && outputId === textOf(params, 'destination_id'),
        )
        if (row !== undefined) row.problem = textOf(result, 'message')
        break
      }
      default:
    }
  }

  facts(): readonly RecordingFacts[] {
    return this.#rows.map(({ recorder, channel, files, format, startedAt, startedBy, ...end }) => ({
      recorder,
      channel,
      format,
      startedAt,
      startedBy,
      endedAt: end.endedAt,
      durationMs: end.durationMs,
      frames: end.frames,
      bytes: end.bytes,
      problem: end.problem,
      files: files.map((path) => ({ path, ...(this.#hashes.get(path) ?? { sha256: null, asWritten: null }) })),
    }))
  }

  #end(recording: JsonObject, event: WitnessEntry['event']): void {
    const files = textsOf(recording['files'])
    const recorder = event.event_type === 'recording_stopped' ? textOf(event.params, 'recorder') : 'gateway'
    const open = this.#rows.findLast((row) => {
      if (row.endedAt !== null || row.recorder !== recorder) return false
      return recorder === 'vmix' || row.files.some((file) => files.includes(file))
    })
    const row = open ?? this.#begun(recorder, files)
    row.endedAt = timeOf(event)
    if (files.length > 0) row.files = files
    row.format = textOf(recording, 'format') ?? row.format
    row.durationMs = numberOf(recording, 'duration_ms')
    row.frames = numberOf(recording, 'frames')
    row.bytes = numberOf(recording, 'bytes')
  }

  /** One whose start the log does not have. */
  #begun(recorder: string | null, files: readonly string[]): Row {
    const row = { ...emptyRow, recorder, files, channel: null, outputId: null, startedAt: null, startedBy: null }
    this.#rows.push(row)
    return row
  }
}

const emptyRow = { format: null, endedAt: null, durationMs: null, frames: null, bytes: null, problem: null }

function startedRow(event: WitnessEntry['event'], params: JsonObject | null, result: JsonObject | null): Row {
  const file = textOf(params, 'filename')
  return {
    ...emptyRow,
    recorder: textOf(params, 'recorder'),
    channel: numberOf(params, 'channel'),
    files: file === null ? [] : [file],
    outputId: textOf(result, 'output_id'),
    startedAt: timeOf(event),
    startedBy: event.actor,
    format: textOf(params, 'format'),
  }
}
