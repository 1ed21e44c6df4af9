import { basename, dirname, resolve } from 'node:path'
import { usageError } from './exit-code.ts'

/** A path as the controller takes it: its folder, which must be there, and the file's name. */
export function recordingTarget(file: string | undefined): { readonly folder?: string; readonly filename?: string } {
  if (file === undefined) return {}
  if (/[/\\]$/.test(file) || basename(file) === '')
    throw usageError('The recording needs a file name, such as show.mp4.')
  return { folder: dirname(resolve(file)), filename: basename(file) }
}
