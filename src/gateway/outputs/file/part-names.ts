import { basename, dirname, extname, join } from 'node:path'

/**
 * The path of part `part` (1-based) of a recording: the path itself, then with the part's number before the extension.
 *
 * @example partPath('/rec/show.mp4', 2) // '/rec/show.part2.mp4'
 */
export function partPath(path: string, part: number): string {
  if (part <= 1) return path
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension)}.part${part}${extension}`)
}
