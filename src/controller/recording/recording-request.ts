import { OperationFailed } from '../operation/operation-failed.ts'
import type { Recorder, RecordingFormat, RecordingQuality } from '../results.ts'
import { encodingOf, type RecordingEncoding } from './encoding-request.ts'
import { fileNameProblem } from './file-name.ts'
import { templateProblem } from './name-template.ts'

/**
 * What to record, and into which file. With a name, a folder, a format or a quality it is the gateway's; vMix's API
 * sets none of them.
 */
export interface RecordingRequest {
  /**
   * File name without folders, such as `production.mkv`; the ending may be left away. Never overwrites. Absent: named
   * after the date and time by the gateway, or by vMix's own settings. `{date}`, `{time}`, `{preset}` and `{stream}` are
   * filled in: `{preset}_{date}_{time}.mp4`.
   */
  readonly filename?: string
  /** Where the gateway writes; absent: `recordings` in the data folder. */
  readonly folder?: string
  /**
   * MP4 (default), MOV, MKV, or AVI; of the sound alone M4A, or WAV. AVI and WAV need ffmpeg at the gateway.
   */
  readonly format?: string
  /**
   * `high` (default) copies the stream as it is. The others encode the picture a second time, with ffmpeg at the gateway: `low`
   * 480 lines at 1.5 Mb/s, `medium` 720 at 4 Mb/s, `custom` as `videoKbps` and `height` say. A smaller picture is not enlarged.
   */
  readonly quality?: string
  /** With `custom`: the picture's rate, kb/s, 100 to 100,000. */
  readonly videoKbps?: number
  /** With `custom`: lines of the picture at most, even, 144 to 4320. Absent: as they are. */
  readonly height?: number
  /** Who records. Absent: vMix itself only when file name, folder, format and quality are all absent and there is no gateway. */
  readonly recorder?: string
  /** The next file begins at the first key frame after so many seconds, 1 to 86,400. Absent: never for this reason. */
  readonly splitSeconds?: number
  /** The next file begins before this one would be longer, at least 1,000,000 bytes. Absent: never for this reason. */
  readonly splitBytes?: number
  /**
   * Recordings that name the same start have the same time 0, to within a frame: the moment at which the first of them was
   * set. What comes later in one begins later in its file. Any word of letters, digits and `. _ : -`; not for AVI.
   */
  readonly commonStart?: string
  /** The stream whose pictures the gateway records, 0-based; default 0. */
  readonly channel?: number
}

/** What is to be done, checked; `format`, `quality` and `filename` are null where vMix's own settings decide. */
export type CheckedRecording =
  | { readonly recorder: 'vmix' }
  | {
      readonly recorder: 'gateway'
      readonly filename: string | null
      readonly format: RecordingFormat
      readonly quality: RecordingQuality
      /** How the picture is encoded again; null: it is copied. */
      readonly encode: RecordingEncoding | null
      readonly splitSeconds: number | null
      readonly splitBytes: number | null
      readonly commonStart: string | null
    }

const formats: readonly RecordingFormat[] = ['MP4', 'AVI', 'MOV', 'MKV', 'M4A', 'WAV']
const qualities: readonly RecordingQuality[] = ['low', 'medium', 'high', 'custom']
const recorders: readonly Recorder[] = ['vmix', 'gateway']

/** A day. */
const MAX_SPLIT_SECONDS = 86_400
const MIN_SPLIT_BYTES = 1_000_000

/**
 * Checks a request to record against what there is, before anything is sent.
 *
 * @throws OperationFailed `validation_error` for what cannot be right, `unsupported` for what is right and not there,
 *   with what works instead
 */
export function checkRecording(request: RecordingRequest, hasGateway: boolean): CheckedRecording {
  checkTexts(request)
  const recorder = oneOf(request.recorder, recorders, 'Invalid recorder. Must be one of: vmix, gateway')
  const quality = oneOf(request.quality, qualities, 'Invalid quality. Must be one of: low, medium, high, custom')
  const givenFormat = oneOf(
    request.format?.toUpperCase(),
    formats,
    'Invalid format. Must be one of: MP4, AVI, MOV, MKV, M4A, WAV',
  )
  if (request.filename !== undefined) checkFileName(request.filename)
  const splitSeconds = wholeNumber(request.splitSeconds, 'splitSeconds', 1, MAX_SPLIT_SECONDS)
  const splitBytes = wholeNumber(request.splitBytes, 'splitBytes', MIN_SPLIT_BYTES, Number.MAX_SAFE_INTEGER)
  const format = formatOf(givenFormat, request.filename)
  const encode = encodingOf(quality ?? 'high', request, format)
  const commonStart = startName(request.commonStart, format)

  const nothingGiven =
    request.filename === undefined &&
    request.folder === undefined &&
    request.format === undefined &&
    request.quality === undefined &&
    splitSeconds === null &&
    splitBytes === null &&
    commonStart === null &&
    encode === null
  if (recorder === 'vmix' || (recorder === undefined && nothingGiven && !hasGateway)) {
    if (nothingGiven) return { recorder: 'vmix' }
    throw new OperationFailed(
      'unsupported',
      "vMix's own recorder takes its file name, format and quality from vMix's Recording settings; no API sets them. Leave them away, or record through the gateway (recorder: 'gateway').",
    )
  }
  if (!hasGateway) {
    throw new OperationFailed(
      'unsupported',
      recorder === 'gateway'
        ? 'There is no gateway here to record with. Give the controller one (gateway), or leave the recorder away to use vMix’s own.'
        : "vMix's API cannot set a recording's file name, format or quality. Give the controller a gateway, which records with them, or leave them away to use vMix's own recorder with its own settings.",
    )
  }
  const filename = withEnding(request.filename, format)
  return {
    recorder: 'gateway',
    filename,
    format,
    quality: quality ?? 'high',
    encode,
    splitSeconds,
    splitBytes,
    commonStart,
  }
}

function startName(given: unknown, format: RecordingFormat): string | null {
  if (given === undefined) return null
  if (typeof given !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(given)) {
    throw new OperationFailed(
      'validation_error',
      'Invalid commonStart. Give a word of up to 100 letters, digits and . _ : -',
    )
  }
  if (format !== 'AVI') return given
  throw new OperationFailed(
    'unsupported',
    'An AVI has no times of its own, and so no start in common with others. Record MP4, MOV or MKV.',
  )
}

function wholeNumber(given: unknown, name: string, min: number, max: number): number | null {
  if (given === undefined) return null
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= min && given <= max) return given
  const most = max === Number.MAX_SAFE_INTEGER ? ' or more' : ` to ${max}`
  throw new OperationFailed('validation_error', `Invalid ${name}. Must be a whole number, ${min}${most}.`)
}

/** What comes from a program without types may be anything. */
function checkTexts(request: RecordingRequest): void {
  for (const name of ['filename', 'folder', 'format', 'quality', 'recorder'] as const) {
    const given: unknown = request[name]
    if (given === undefined || typeof given === 'string') continue
    throw new OperationFailed('validation_error', `Invalid ${name}. Must be a text.`)
  }
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], message: string): T | undefined {
  if (value === undefined) return undefined
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new OperationFailed('validation_error', message)
  return found
}

function checkFileName(name: string): void {
  const problem = templateProblem(name) ?? fileNameProblem(name)
  if (problem !== null) throw new OperationFailed('validation_error', `Invalid file name. ${problem}`)
}

/** The format given, else what the file's ending says, else MP4; the two must not contradict each other. */
function formatOf(given: RecordingFormat | undefined, filename: string | undefined): RecordingFormat {
  const ending = filename === undefined ? undefined : /\.([^.]+)$/.exec(filename)?.[1]?.toUpperCase()
  const fromEnding = formats.find((format) => format === ending)
  if (given !== undefined && fromEnding !== undefined && given !== fromEnding) {
    throw new OperationFailed(
      'validation_error',
      `The file name ends in .${ending?.toLowerCase()} and the format is ${given}. Make them agree, or leave one away.`,
    )
  }
  return given ?? fromEnding ?? 'MP4'
}

function withEnding(filename: string | undefined, format: string): string | null {
  if (filename === undefined) return null
  const ending = `.${format.toLowerCase()}`
  return filename.toLowerCase().endsWith(ending) ? filename : `${filename}${ending}`
}
