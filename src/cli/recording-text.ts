import type { RecordedFile } from '../controller/index.ts'
import { terminal } from './terminal.ts'

/** What was recorded: file, length, size; a line for each file. */
export function recordingLines(recordings: readonly RecordedFile[]): readonly string[] {
  return recordings.flatMap(({ files, duration, frames, bytes }) => {
    const figures = [
      duration,
      ...(frames === null ? [] : [`${frames} frames`]),
      ...(bytes === null ? [] : [size(bytes)]),
    ]
    return files.map((file) => `  ${terminal.paint('bold', file)} (${figures.join(', ')})`)
  })
}

/** @example size(1_234_567) // '1.2 MB' */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value.toFixed(1)} ${units[unit] ?? ''}`
}
