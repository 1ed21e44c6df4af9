import type { Connection } from './connection.ts'
import { usageError } from './exit-code.ts'

/** Folder of the log that is meant: that of the instance, which is made of host and port where it has no name. */
export async function logFolder(connection: Connection): Promise<string> {
  const { defaultInstance, instanceName, instancePaths } = await import('../controller/index.ts')
  const instance = connection.instance ?? defaultInstance(connection.host, connection.port)
  if (!instanceName.test(instance)) {
    throw usageError('Invalid instance name. Use up to 64 lower-case letters, digits and . _ - in between.')
  }
  return instancePaths(connection.dataFolder, instance).witness
}

/** Folder of the key that signs the logs of this data folder. */
export async function signerFolder(connection: Connection): Promise<string> {
  const { defaultInstance, instancePaths } = await import('../controller/index.ts')
  return instancePaths(connection.dataFolder, defaultInstance(connection.host, connection.port)).signer
}

/** Who gets the checkpoints of this data folder's logs. */
export async function cosignersFile(connection: Connection): Promise<string> {
  const { defaultInstance, instancePaths } = await import('../controller/index.ts')
  return instancePaths(connection.dataFolder, defaultInstance(connection.host, connection.port)).cosigners
}
