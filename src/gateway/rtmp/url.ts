import { RtmpError } from './errors.ts'

/** Where to publish, taken from `rtmp(s)://host[:port]/app[/more]`. */
export interface RtmpTarget {
  readonly tls: boolean
  readonly host: string
  readonly port: number
  /** With a query string where the URL has one; no slashes at its ends. */
  readonly app: string
  /** What the server is told it was reached as. */
  readonly tcUrl: string
}

const DEFAULT_PORT = { rtmp: 1935, rtmps: 443 } as const

/**
 * Reads a publishing URL. App and query are kept byte for byte, percent signs included.
 *
 * @throws {RtmpError} `protocol` when it is none; the message does not repeat the URL, which may hold a key
 */
export function parseRtmpUrl(url: string): RtmpTarget {
  // No user:password@: RTMP has no such thing, and what is typed there would be shown.
  const match = /^(rtmps?):\/\/(\[[0-9a-f:.%]+\]|[^\s/:?#@[\]]+)(?::(\d{1,5}))?\/([^\s#]*)$/i.exec(url)
  const [, scheme = '', authority = '', portText, path = ''] = match ?? []
  const app = path.replace(/^\/+|\/+$/g, '')
  const tls = scheme.toLowerCase() === 'rtmps'
  const port = portText === undefined ? DEFAULT_PORT[tls ? 'rtmps' : 'rtmp'] : Number(portText)
  if (match === null || app === '' || port < 1 || port > 65_535) {
    throw new RtmpError('protocol', 'the RTMP URL must be rtmp://host[:port]/app or rtmps://host[:port]/app')
  }
  const host = authority.startsWith('[') ? authority.slice(1, -1) : authority
  const where = portText === undefined ? authority : `${authority}:${portText}`
  return { tls, host, port, app, tcUrl: `${scheme.toLowerCase()}://${where}/${app}` }
}
