import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const requireAll = process.env['REQUIRE_ALL_TESTS'] === '1'

/** Where a program stands on the PATH (or in one of `alsoIn`), or null. */
export function findProgram(name: string, alsoIn: readonly string[] = ['/usr/sbin', '/usr/local/sbin']): string | null {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...alsoIn]) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not here: the next folder
    }
  }
  return null
}

/**
 * For `describe.runIf(needs('ffmpeg'))`: whether the programs are there. Where one is missing it prints one line that
 * says which, and with REQUIRE_ALL_TESTS=1 (continuous integration) it fails instead of skipping.
 */
export function needs(...names: readonly string[]): boolean {
  return available(
    names.filter((name) => findProgram(name) === null),
    'not on this machine',
  )
}

/** The same for something that is no program: nginx's RTMP module, a tmpfs that may be mounted. */
export function needsThat(there: boolean, what: string): boolean {
  return available(there ? [] : [what], 'not available on this machine')
}

/**
 * The same for what only the machine itself can give, and no package brings, such as control groups in one layout: where it is
 * not, the test is skipped with its line, in continuous integration too.
 */
export function ifThere(there: boolean, what: string): boolean {
  if (!there) console.warn(`skipped: ${what} not available on this machine`)
  return there
}

function available(missing: readonly string[], why: string): boolean {
  if (missing.length === 0) return true
  const line = `skipped: ${missing.join(', ')} ${why}`
  if (requireAll) throw new Error(`${line}, and REQUIRE_ALL_TESTS=1 allows no skip`)
  console.warn(line)
  return false
}

/** A file or folder of the material beside the checkout, or null (with a line) where it is absent, as in any user's checkout. */
export function sharedMaterial(path: string): string | null {
  const full = resolve(import.meta.dirname, '../../../shared', path)
  if (existsSync(full)) return full
  console.warn(`skipped: ../shared/${path} is not beside this checkout`)
  return null
}
