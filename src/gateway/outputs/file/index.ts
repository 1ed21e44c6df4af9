import type { Output } from '../output.ts'
import { EncodedOutput } from './encoded-output.ts'
import type { Encoding } from './encoding.ts'
import type { FileOutputOptions } from './options.ts'
import { FileOutput } from './output.ts'

export { CommonStarts } from './common-start.ts'
export { type FileFormat, isSoundOnly } from './formats.ts'
export type { Encoding } from './encoding.ts'
export type { FileOutputOptions } from './options.ts'
export type { SplitLimits } from './split-rule.ts'

/**
 * An output that records to a file. The file is made at once and written from the first key frame on; `status().code`
 * says `exists`, `disk_full`, `disk_error`, `unsupported` or `timeout` when it has failed.
 *
 * @param encoding the picture is encoded a second time; null: recorded as it comes
 * @example
 * feed.add(createFileOutput({ outputId: 'rec', name: 'Recording', path: '/rec/show.mp4', format: 'MP4', clock }))
 */
export function createFileOutput(options: FileOutputOptions, encoding: Encoding | null = null): Output {
  return encoding === null ? new FileOutput(options) : new EncodedOutput(options, encoding)
}
