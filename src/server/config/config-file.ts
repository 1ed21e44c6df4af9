import { randomBytes } from 'node:crypto'
import { chmod, chown, link, open, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { moveFile, syncFolder, systemCodeOf } from '../../disk/index.ts'
import { ConfigError } from './error.ts'
import { parseConfig, readConfigFile } from './read-config.ts'
import type { ServerConfig } from './schema.ts'

/**
 * Why a configuration was not changed; nothing was written.
 * - `no_configuration_file`: this server was started without one.
 * - `configuration_wrong`: what stands there has mistakes, named with line and fix; they are mended by hand first.
 * - `configuration_refused`: what was asked would make it wrong.
 * - `password_needed`: another address is to get the password that is kept.
 * - `configuration_by_hand`: it is written in a way that only a person can change.
 * - `configuration_changed`: somebody else changed it at this moment.
 * - `configuration_not_written`: the system does not let us.
 */
type ConfigChangeErrorCode =
  | 'no_configuration_file'
  | 'configuration_wrong'
  | 'configuration_refused'
  | 'password_needed'
  | 'configuration_by_hand'
  | 'configuration_changed'
  | 'configuration_not_written'

/** A change that was not made, with what to do. */
export class ConfigChangeError extends Error {
  override readonly name = 'ConfigChangeError'
  readonly code: ConfigChangeErrorCode

  constructor(code: ConfigChangeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** How a text is changed: what stands there, or null where there is no file yet. */
export type TextChange = (text: string | null, config: ServerConfig | null) => string

/**
 * Changes a configuration file: what stands there is checked before, what will stand there is checked before it is
 * written, and it is written beside it and put in its place, with the same mode and owner. A file with a mistake in it is
 * never touched.
 *
 * @throws ConfigChangeError
 */
export async function changeConfigFile(path: string, change: TextChange): Promise<void> {
  const file = await realpath(path).catch(() => path)
  const before = await standing(file)
  const config = before === null ? null : await configOf(file)
  const text = changed(before?.text ?? null, config, change)
  try {
    parseConfig(text, basename(file))
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause
    // The lines are those of a text that is not there: what is wrong is enough.
    const why = cause.problems.map(({ message }) => message).join(' ')
    throw new ConfigChangeError('configuration_refused', why, { cause })
  }
  try {
    await put(file, text, before)
    // A power cut must not bring back what names a password that is then gone.
    await syncFolder(dirname(file))
  } catch (cause) {
    if (cause instanceof ConfigChangeError) throw cause
    const message = `${basename(file)} cannot be written. Give the server's user the right to write it and its folder, or change it by hand.`
    throw new ConfigChangeError('configuration_not_written', message, { cause })
  }
}

interface Standing {
  readonly text: string
  readonly stamp: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Null: there is none yet. */
async function standing(file: string): Promise<Standing | null> {
  try {
    const { mode, uid, gid, ...rest } = await stat(file)
    return { text: await readFile(file, 'utf8'), stamp: stampOf(rest), mode: mode & 0o7777, uid, gid }
  } catch (cause) {
    if (systemCodeOf(cause) === 'ENOENT') return null
    const message = `${basename(file)} cannot be read. Check that it is a file that the server's user may read.`
    throw new ConfigChangeError('configuration_not_written', message, { cause })
  }
}

/** As it stands. @throws ConfigChangeError for one that is wrong already */
async function configOf(file: string): Promise<ServerConfig> {
  try {
    return await readConfigFile(file)
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause
    const lines = cause.message.replaceAll(`${file}:`, `${basename(file)}:`)
    throw new ConfigChangeError('configuration_wrong', `The configuration has mistakes. Mend them first:\n${lines}`, {
      cause,
    })
  }
}

function changed(text: string | null, config: ServerConfig | null, change: TextChange): string {
  try {
    return change(text, config)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    const message = 'The configuration is written in a way that only a person can change: change it by hand.'
    throw new ConfigChangeError('configuration_by_hand', message, { cause })
  }
}

async function put(file: string, text: string, before: Standing | null): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.new`
  try {
    {
      await using draft = await open(beside, 'wx', before === null ? 0o644 : 0o600)
      await draft.writeFile(text)
      await draft.sync()
    }
    if (before === null) return await putNew(beside, file)
    const draft = await stat(beside)
    if (draft.uid !== before.uid || draft.gid !== before.gid) await chown(beside, before.uid, before.gid)
    await chmod(beside, before.mode)
    const now = await stat(file).catch(() => null)
    if (now === null || stampOf(now) !== before.stamp) throw changedMeanwhile()
    await moveFile(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}

/** In nobody's place: whoever writes one at this moment keeps theirs. */
async function putNew(beside: string, file: string): Promise<void> {
  try {
    await link(beside, file)
  } catch (cause) {
    if (systemCodeOf(cause) === 'EEXIST') throw changedMeanwhile(cause)
    // A file system without hard links.
    if ((await stat(file).catch(() => null)) !== null) throw changedMeanwhile(cause)
    await moveFile(beside, file)
  }
}

function changedMeanwhile(cause?: unknown): ConfigChangeError {
  const message = 'Somebody else changed the configuration at this moment. Look at it, and try again.'
  return new ConfigChangeError('configuration_changed', message, { cause })
}

function stampOf({ mtimeMs, size, ino }: { readonly mtimeMs: number; readonly size: number; readonly ino: number }) {
  return `${mtimeMs}/${size}/${ino}`
}
