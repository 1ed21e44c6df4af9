/** Installs the clients that others wrote. They are no part of the main install. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { needsThat } from '../support/programs.ts'

const folder = import.meta.dirname
const modules = join(folder, 'node_modules')
const limitMs = 240_000

/**
 * Whether the clients are there, in the versions that `package.json` names; where they are not, one attempt is made to install
 * them. For `describe.runIf`: prints one line where that fails (no network), and fails with REQUIRE_ALL_TESTS=1.
 */
export function strangersInstalled(): boolean {
  if (upToDate()) return true
  try {
    install()
  } catch (error) {
    // Another worker may have been quicker.
    if (!upToDate()) console.warn(error instanceof Error ? error.message.split('\n', 1)[0] : error)
  }
  return needsThat(upToDate(), 'the clients of test/strangers (npm ci --prefix test/strangers --ignore-scripts)')
}

function upToDate(): boolean {
  const wanted = versions(join(folder, 'package.json'), 'dependencies')
  return Object.entries(wanted).every(([name, version]) => {
    try {
      return versions(join(modules, name, 'package.json'), null)['version'] === version
    } catch {
      return false
    }
  })
}

function versions(path: string, key: string | null): Record<string, unknown> {
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>
  return key === null ? parsed : (parsed[key] ?? {})
}

/** Beside, then into its place: several test files may do so at once, and half an install is never seen. No install scripts are run. */
function install(): void {
  const own = resolve(folder, '../../node_modules')
  mkdirSync(own, { recursive: true })
  const beside = mkdtempSync(join(own, '.strangers-'))
  try {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(folder, name), join(beside, name))
    const windows = process.platform === 'win32'
    execFileSync(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: beside,
      stdio: 'ignore',
      shell: windows,
      timeout: limitMs,
    })
    if (upToDate()) return
    rmSync(modules, { recursive: true, force: true })
    renameSync(join(beside, 'node_modules'), modules)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}
