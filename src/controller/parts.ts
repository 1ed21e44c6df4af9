import { createRedactor, openFingerprinter, type Fingerprinter } from '../secrets/index.ts'
import { VMixHttpClient, watchVMix } from '../vmix/index.ts'
import { openWitness } from '../witness/index.ts'
import type { OperationContext } from './context.ts'
import { type ControllerOptions, controllerSettings } from './options.ts'
import { instancePaths } from './paths.ts'
import { logWords } from './show-log/log-words.ts'
import { ShowLock } from './show-lock/show-lock.ts'
import { ShowLog } from './show-log/show-log.ts'
import { VMixWatching } from './vmix-watching.ts'
import { defaultWaits } from './waits.ts'

/**
 * What a controller is made of. Nothing is connected and no file opened before it is needed.
 *
 * @throws TypeError for options that cannot be right
 */
export function controllerParts(options: ControllerOptions): {
  readonly context: OperationContext
  readonly log: ShowLog
} {
  const { host, port, tcpPort, instance, clock, dataFolder, actor } = controllerSettings(options)
  const { readDocument } = options
  const paths = instancePaths(dataFolder, instance)
  const redactor = createRedactor([], { keep: logWords })
  const log = new ShowLog(clock, () =>
    openWitness({
      folder: paths.witness,
      instance,
      host,
      port,
      actor,
      clock,
      redact: (text) => redactor.redact(text),
      whenUnavailable: 'continue',
      // Stops, cuts through the proxy and perhaps the media go through this process: a disk that hangs must not hold it up.
      mayBlock: false,
      checkpoints: { signerFolder: paths.signer },
      publish: { to: paths.cosigners },
    }),
  )
  const vmix = {
    host,
    port,
    username: options.username,
    password: options.password,
    timeoutMs: options.requestTimeoutMs ?? 5000,
    clock,
  }
  const context: OperationContext = {
    instance,
    host,
    port,
    actor,
    clock,
    vmix: new VMixHttpClient(vmix),
    // Read where the calls go: behind the TCP port of this machine may be another vMix.
    watching: new VMixWatching((pollMs) => watchVMix({ ...vmix, tcpPort, pollMs, readFrom: 'web', readDocument })),
    gateway: options.gateway ?? null,
    dataFolder,
    paths,
    showLock: new ShowLock(paths.locks),
    waits: { ...defaultWaits, ...options.waits },
    log,
    redactor,
    fingerprints: fingerprintsOf(dataFolder),
  }
  return { context, log }
}

/** Opened at the first use, once; again only where that failed. */
function fingerprintsOf(dataFolder: string): () => Promise<Fingerprinter> {
  let opened: Promise<Fingerprinter> | null = null
  return async () => {
    opened ??= openFingerprinter({ dataFolder })
    try {
      return await opened
    } catch (error) {
      opened = null
      throw error
    }
  }
}
