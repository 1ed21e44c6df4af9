import { extname, join } from 'node:path'

/**
 * How this program starts itself again: the same Node, the same `main`, which is TypeScript in a checkout and JavaScript
 * in the installed package.
 */
export function ownProgram(args: readonly string[]): { readonly command: string; readonly args: readonly string[] } {
  const main = join(import.meta.dirname, `main${extname(import.meta.filename)}`)
  return { command: process.execPath, args: [main, ...args] }
}

/** How people call it: in a checkout through npm. */
export const programName = extname(import.meta.filename) === '.ts' ? 'npm run vmixctl --' : 'vmixctl'
