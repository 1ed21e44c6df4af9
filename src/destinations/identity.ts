import { createHash } from 'node:crypto'
import { parseAddress } from './address.ts'
import { platformOf } from './platform.ts'

const defaultPorts: Readonly<Record<string, string>> = { rtmp: '1935', rtmps: '443' }

/**
 * The `destinationId` of a destination that was given none: the same for the same server, application and key, whatever
 * the spelling of the URL; different for two keys on one server. It tells the service, and nothing of the key.
 *
 * @param keyFingerprint the keyed fingerprint of the key (never the key); null when there is none
 * @example destinationIdentity('rtmp://live.twitch.tv/app/', '3f9c…') // 'twitch-8d2e61c40a97'
 */
export function destinationIdentity(rtmpUrl: string, keyFingerprint: string | null): string {
  const hash = createHash('sha256')
    .update(`${normalised(rtmpUrl)}\n${keyFingerprint ?? ''}`)
    .digest('hex')
  return `${label(rtmpUrl)}-${hash.slice(0, 12)}`
}

/** Scheme and host in lower case, the scheme's own port left out, no slashes at the end. */
function normalised(rtmpUrl: string): string {
  const address = parseAddress(rtmpUrl.trim())
  if (address === null) return rtmpUrl
  const { scheme, host, port, path, query } = address
  const shownPort = port === null || port === defaultPorts[scheme] ? '' : `:${port}`
  return `${scheme}://${host}${shownPort}${path.replace(/\/+$/, '')}${query === null ? '' : `?${query}`}`
}

/** What the id begins with, in the letters that an id may have. */
function label(rtmpUrl: string): string {
  const host = parseAddress(rtmpUrl.trim())?.host ?? ''
  const plain = (platformOf(rtmpUrl.trim()) ?? host).replace(/[^a-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return plain === '' ? 'rtmp' : plain.slice(0, 64)
}
