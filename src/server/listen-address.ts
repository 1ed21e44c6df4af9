import { readFile } from 'node:fs/promises'
import { pathIn, type ServerConfig } from './config/index.ts'
import { ServerError } from './error.ts'

export interface ListenAddress {
  /** Without brackets. */
  readonly host: string
  readonly port: number
}

/** @throws ServerError `bad_listen` */
export function parseListen(text: string): ListenAddress {
  const { host, port } = /^(?<host>\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+):(?<port>\d{1,5})$/.exec(text)?.groups ?? {}
  if (host === undefined || port === undefined || Number(port) > 65_535) {
    throw new ServerError('bad_listen', `${text} is no address to listen on. It is HOST:PORT, such as 127.0.0.1:8480.`)
  }
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
}

/** Certificate and key, read once at the start. @throws ServerError `tls` */
export async function readTls(
  tls: ServerConfig['tls'],
  folder: string,
): Promise<{ readonly cert: string; readonly key: string } | null> {
  if (tls === undefined) return null
  const [cert, key] = await Promise.all([tls.cert, tls.key].map((path) => pem(pathIn(folder, path))))
  return { cert: cert ?? '', key: key ?? '' }
}

async function pem(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8')
    if (text.includes('-----BEGIN ')) return text
  } catch (cause) {
    throw new ServerError('tls', `${path} cannot be read. Check "tls" in the configuration.`, { cause })
  }
  throw new ServerError('tls', `${path} holds no PEM text (-----BEGIN …). Check "tls" in the configuration.`)
}

/** What the system says when a port cannot be had, as people need it. */
export function listenFailure(error: unknown, { host, port }: ListenAddress): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const options = { cause: error }
  switch (code) {
    case 'EADDRINUSE':
      return new ServerError(
        'port_taken',
        `Port ${port} on ${host} is taken by another program. End it, or choose another port with --listen.`,
        options,
      )
    case 'EACCES':
      return new ServerError(
        'bad_listen',
        `This user may not listen on port ${port}. Choose one above 1023 with --listen.`,
        options,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ServerError('bad_listen', `${host} is no address of this machine. Change --listen.`, options)
    default:
      if (typeof code === 'string' && code.startsWith('ERR_OSSL')) {
        return new ServerError('tls', 'Certificate and key do not fit, or are no certificate and key.', options)
      }
      return error
  }
}
