import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../clock/index.ts'
import { systemCode } from '../errors.ts'
import { KernelLock, type ReleaseLock } from '../lock.ts'
import type { CosignerKey } from './cosignature.ts'
import { Cosigner, type CosignerEvent } from './cosigner.ts'
import { CosignerFolder } from './cosigner-folder.ts'
import { openCosignerKey } from './cosigner-key-file.ts'
import { CosignerRoutes } from './cosigner-routes.ts'
import { CosignError } from './errors.ts'
import { Evidence } from './evidence.ts'
import { type ListenAddress, parseListenAddress } from './listen-address.ts'
import { TrustedLogs } from './trusted-logs.ts'

export interface CosignerOptions {
  /** `HOST:PORT`; port 0: any free one. Beyond this machine only when that is meant: {@link RunningCosigner.isLoopback}. */
  readonly listen: string
  /** File of its key; made where neither it nor the folder's record is there. */
  readonly keyFile: string
  /** Its record of what it has cosigned. On a local disk, and worth as much as the key. */
  readonly folder: string
  /** Verifier keys of the logs that it cosigns; each stands for its name and all names below it. */
  readonly trust: readonly string[]
  /** Name of a new key, for example `example.com/cosigner`. */
  readonly name?: string | undefined
  /** For a key from elsewhere that has never cosigned anything: begins its record. */
  readonly begin?: boolean | undefined
  /** Default: the system's. */
  readonly clock?: Clock | undefined
  /** Told what came of each request. */
  readonly report?: ((event: CosignerEvent) => void) | undefined
}

/** A cosigner that runs. */
export interface RunningCosigner extends AsyncDisposable {
  /** `http://127.0.0.1:8490`: what logs are given as its address. */
  readonly url: string
  /** Its verifier key: what logs, and whoever verifies them, are given. */
  readonly vkey: string
  readonly isLoopback: boolean
  /** Answers by status, since the start. */
  readonly answers: ReadonlyMap<number, number>
  close(): Promise<void>
}

const requestMs = 10_000
const maxConnections = 64

/**
 * Cosigns other machines' logs by C2SP's `tlog-witness` protocol: `POST /add-checkpoint`. What it cosigns is on disk before
 * it is answered, so that it never cosigns two histories of one log, nor a shorter one after a longer one.
 *
 * @throws {CosignError} `bad_listen`, `in_use`, `running`, and what is wrong with its key and its record
 * @throws {NoteError} for keys that are not in their form
 * @example
 * await using cosigner = await startCosigner({ listen: '127.0.0.1:8490', keyFile: 'cosigner.key', folder: 'cosigned', trust: [vkey] })
 * console.log(cosigner.url, cosigner.vkey)
 */
export async function startCosigner(options: CosignerOptions): Promise<RunningCosigner> {
  const address = parseListenAddress(options.listen)
  const trust = new TrustedLogs(options.trust)
  const release = await lockFolder(options.folder)
  try {
    const key = await openCosignerKey(options)
    const folder = await CosignerFolder.open(options.folder, key.vkey)
    const evidence = new Evidence(options.folder)
    const { clock = systemClock, report = () => undefined } = options
    const cosigner = new Cosigner({ key, trust, folder, evidence, clock, report })
    const routes = new CosignerRoutes(cosigner, folder, report)
    const server = createServer(
      {
        requestTimeout: requestMs,
        headersTimeout: requestMs,
        keepAliveTimeout: 5000,
        connectionsCheckingInterval: 1000,
        maxHeaderSize: 8192,
      },
      (request, response) => void routes.handle(request, response),
    )
    server.maxConnections = maxConnections
    await listen(server, address)
    return running({ server, address, key, routes, cosigner, release })
  } catch (error) {
    release()
    throw error
  }
}

/** Held as long as it runs: two that cosign with one record would not see each other's last size. */
async function lockFolder(folder: string): Promise<ReleaseLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const held = new KernelLock(join(folder, 'cosigner')).tryAcquire()
  if (held !== null) return held
  throw new CosignError('running', `Another process cosigns with ${folder} already.`)
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    const code = systemCode(cause) ?? 'unknown error'
    const what = code === 'EADDRINUSE' ? 'Something listens there already' : `The system says ${code}`
    throw new CosignError('in_use', `Cannot listen on ${host}, port ${port}. ${what}: choose another with --listen.`, {
      cause,
    })
  }
}

function running(parts: {
  readonly server: Server
  readonly address: ListenAddress
  readonly key: CosignerKey
  readonly routes: CosignerRoutes
  readonly cosigner: Cosigner
  readonly release: ReleaseLock
}): RunningCosigner {
  const { server, address, key, routes, cosigner, release } = parts
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : address.port
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => (closing ??= end())
  const end = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
    await cosigner.idle()
    release()
  }
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    vkey: key.vkey,
    isLoopback: address.isLoopback,
    answers: routes.answers,
    close,
    [Symbol.asyncDispose]: close,
  }
}
