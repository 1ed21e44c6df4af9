import { join, resolve } from 'node:path'

/** The gateway's own folder in the data folder: journal, lock, and how it is reached. */
export function gatewayFolder(dataFolder: string): string {
  return join(resolve(dataFolder), 'gateway')
}
