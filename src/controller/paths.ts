import { join } from 'node:path'
import envPaths from 'env-paths'

/**
 * Where everything is kept when nobody says otherwise: `VMIXCTL_DATA`, else the system's place for application data
 * (`~/.local/share/vmixctl`, `~/Library/Application Support/vmixctl`, `%LOCALAPPDATA%\vmixctl\Data`).
 */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['VMIXCTL_DATA']
  return given === undefined || given === '' ? envPaths('vmixctl', { suffix: '' }).data : given
}

/** The folders and files of one instance below a data folder. */
export interface InstancePaths {
  readonly witness: string
  readonly locks: string
  readonly recordings: string
  /** The key that signs all logs of this data folder. */
  readonly signer: string
  /** Who cosigns its logs, and where else their checkpoints go; there is none where nobody does. */
  readonly cosigners: string
}

export function instancePaths(dataFolder: string, instance: string): InstancePaths {
  return {
    witness: join(dataFolder, 'witness', instance),
    locks: join(dataFolder, 'locks', instance),
    recordings: join(dataFolder, 'recordings'),
    signer: join(dataFolder, 'signer'),
    cosigners: join(dataFolder, 'cosigners.json'),
  }
}

/**
 * The instance's name when nobody gave one: made of host and port. Give one of your own (`instance`) where the address
 * may change: the log belongs to the name.
 */
export function defaultInstance(host: string, port: number): string {
  const readable = `${host}-${port}`.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')
  return readable.replace(/^[^a-z0-9]+/, '')
}

/** What may name an instance: it is a folder's name on every system. */
export const instanceName = /^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]$|^[a-z0-9]$/
