import { flushCompileCache } from 'node:module'

/**
 * The environment of a process whose compiled code is kept in a folder. Where somebody has said already where it is kept, or
 * that it is not, that holds.
 */
export function compileCacheIn(folder: string | undefined): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: given, NODE_DISABLE_COMPILE_CACHE: off } = process.env
  return folder === undefined || given !== undefined || off !== undefined ? {} : { NODE_COMPILE_CACHE: folder }
}

/** Writes it now. Node would do so at the end of the process, which one that is killed does not have. No effect without a folder. */
export function keepCompiled(): void {
  flushCompileCache()
}
