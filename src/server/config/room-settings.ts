import { isAbsolute, join } from 'node:path'
import { parseSecretReference, type SecretReference } from '../../secrets/index.ts'
import type { DestinationSettings, InstanceSettings, RoomSettings } from '../room/index.ts'
import type { ServerConfig } from './schema.ts'

/**
 * What a configuration means for the room.
 *
 * @param folder the file's: relative paths begin there
 */
export function roomSettings(config: ServerConfig, folder: string): RoomSettings {
  const { instances, destinations = [], gateway = {}, preflight = {} } = config
  return {
    instances: instances.map((instance) => instanceOf(instance, folder)),
    destinations: destinations.map((destination) => destinationOf(destination, folder)),
    gateway:
      gateway === 'none' ? null : { rtmpListen: gateway.rtmpListen ?? null, advertise: gateway.advertise ?? null },
    ...(preflight.uploadTo === undefined ? {} : { uploadTo: preflight.uploadTo }),
  }
}

/** A path of the file, as it is meant. */
export function pathIn(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path)
}

function instanceOf(given: ServerConfig['instances'][number], folder: string): InstanceSettings {
  const { id, name = id, host, port, tcpPort, username = null, password, simulated = false } = given
  return {
    id,
    name,
    host,
    port,
    tcpPort: tcpPort === 'none' ? null : tcpPort,
    username,
    password: password === undefined ? null : referenceIn(folder, password),
    simulated,
  }
}

function destinationOf(given: NonNullable<ServerConfig['destinations']>[number], folder: string): DestinationSettings {
  const { id, name = id, platform, url = null, key, mode, latencyMs, streamId } = given
  const srt = {
    ...(mode === undefined ? {} : { mode }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(streamId === undefined ? {} : { streamId }),
  }
  return {
    id,
    name,
    platform,
    url,
    key: key === undefined ? null : referenceIn(folder, key),
    srt: platform === 'srt' ? srt : null,
  }
}

function referenceIn(folder: string, text: string): SecretReference {
  const reference = parseSecretReference(text)
  return reference.kind === 'file' ? { ...reference, path: pathIn(folder, reference.path) } : reference
}
