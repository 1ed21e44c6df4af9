import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import envPaths from 'env-paths'

/**
 * What Node made of our files is kept for the next start, in the user's own cache folder: a server that was killed during a show
 * is back sooner, from a checkout in half the time. In a folder that others may write, such as the system's for temporary files, they could
 * put something else there. Where it cannot be kept, nothing is lost but time; NODE_COMPILE_CACHE names another folder,
 * NODE_DISABLE_COMPILE_CACHE=1 none.
 */
export function useCompileCache(): void {
  enableCompileCache(join(envPaths('vmixctl', { suffix: '' }).cache, 'compiled'))
}

/** Keeps it now, and not only at the end: a process that is killed has none. */
export function keepCompiled(): void {
  flushCompileCache()
}
