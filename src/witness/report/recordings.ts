import type { JsonObject, WitnessEntry } from '../entry.ts'
import type { RecordedPart, RecordingFacts } from './facts.ts'
import { flagOf, numberOf, objectOf, objectsOf, textOf, textsOf } from './fields.ts'
import { timeOf } from './happening.ts'

interface Row {
  readonly recorder: string | null
  readonly channel: number | null
  files: readonly string[]
  readonly startedAt: number | null
  readonly startedBy: string | null
  /** Null before the first one. */
  hashes: Map<string, Omit<RecordedPart, 'path'>> | null
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
  /** The newest row of each file; one name may be used again. */
  readonly #byFile = new Map<string, Row>()
  readonly #byOutput = new Map<string, Row>()
  /** Of vMix's own recorder, which does not name its files before the end. */
  readonly #openAtVMix: Row[] = []

  /** How many there are. */
  get count(): number {
    return this.#rows.length
  }

  take({ event }: WitnessEntry): void {
    const { params } = event
    const result = objectOf(event.result)
    switch (event.event_type) {
      case 'recording_started':
        this.#start(event, params, result)
        break
      case 'recording_stopped':
      case 'stream_stopped':
        for (const recording of objectsOf(result?.['recordings'])) this.#end(recording, event)
        break
      case 'recording_hashed':
        this.#hash(params, result)
        break
      case 'recording_observed': {
        if (textOf(params, 'observation') !== 'output.failed') break
        const row = this.#byOutput.get(textOf(params, 'destination_id') ?? '')
        if (row !== undefined) row.problem = textOf(result, 'message')
        break
      }
      default:
    }
  }

  /** One after the other, each made when it is asked for. */
  *facts(): Generator<RecordingFacts> {
    for (const { hashes, files, ...row } of this.#rows) {
      const parts = files.map((path) => ({ path, ...(hashes?.get(path) ?? { sha256: null, asWritten: null }) }))
      yield { ...row, files: parts }
    }
  }

  #start(event: WitnessEntry['event'], params: JsonObject | null, result: JsonObject | null): void {
    const file = textOf(params, 'filename')
    const row = this.#add({
      ...emptyRow(textOf(params, 'recorder'), file === null ? [] : [file]),
      channel: numberOf(params, 'channel'),
      startedAt: timeOf(event),
      startedBy: event.actor,
      format: textOf(params, 'format'),
    })
    const outputId = textOf(result, 'output_id')
    if (outputId !== null) this.#byOutput.set(outputId, row)
    if (row.recorder === 'vmix') this.#openAtVMix.push(row)
  }

  #end(recording: JsonObject, event: WitnessEntry['event']): void {
    const files = textsOf(recording['files'])
    const recorder = event.event_type === 'recording_stopped' ? textOf(event.params, 'recorder') : 'gateway'
    const row = this.#open(recorder, files) ?? this.#add(emptyRow(recorder, files))
    row.endedAt = timeOf(event)
    if (files.length > 0) row.files = files
    for (const file of files) this.#byFile.set(file, row)
    row.format = textOf(recording, 'format') ?? row.format
    row.durationMs = numberOf(recording, 'duration_ms')
    row.frames = numberOf(recording, 'frames')
    row.bytes = numberOf(recording, 'bytes')
  }

  /** The recording that ends; none where the log does not have its start. */
  #open(recorder: string | null, files: readonly string[]): Row | undefined {
    if (recorder === 'vmix') return this.#openAtVMix.pop()
    return files.map((file) => this.#byFile.get(file)).find((row) => row?.endedAt === null && row.recorder === recorder)
  }

  /** A hash belongs to the recording that it names; only where it names none, to the newest of its file. */
  #hash(params: JsonObject | null, result: JsonObject | null): void {
    const path = textOf(params, 'filename')
    if (path === null) return
    const row = this.#byOutput.get(textOf(params, 'destination_id') ?? '') ?? this.#byFile.get(path)
    // The first one was taken when it was closed, and a later one may be that of another file under its name.
    if (row === undefined || (row.hashes?.get(path)?.sha256 ?? null) !== null) return
    row.hashes ??= new Map()
    row.hashes.set(path, { sha256: textOf(result, 'sha256'), asWritten: flagOf(result, 'as_written') })
  }

  #add(row: Row): Row {
    this.#rows.push(row)
    for (const file of row.files) this.#byFile.set(file, row)
    return row
  }
}

function emptyRow(recorder: string | null, files: readonly string[]): Row {
  const start = { channel: null, startedAt: null, startedBy: null, hashes: null, format: null }
  const end = { endedAt: null, durationMs: null, frames: null, bytes: null, problem: null }
  return { recorder, files, ...start, ...end }
}
