import type { DestinationProblem } from './problem.ts'

/**
 * An address in its parts. Taken apart here and not by `URL`, which for a scheme that is not the web's accepts nearly any
 * host, and for a bad port only says that something is wrong.
 */
export interface Address {
  readonly scheme: string
  readonly userInfo: string | null
  readonly host: string
  /** As written; null when absent. */
  readonly port: string | null
  /** Begins with a slash, or is empty. */
  readonly path: string
  readonly query: string | null
  readonly fragment: string | null
}

const pattern =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:(?<user>[^/?#]*)@)?(?<host>\[[^\]/?#]*\]|[^:/?#[]*)(?::(?<port>[^/?#]*))?(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/i

export function parseAddress(text: string): Address | null {
  const groups = pattern.exec(text)?.groups
  if (groups === undefined) return null
  return {
    scheme: (groups['scheme'] ?? '').toLowerCase(),
    userInfo: groups['user'] ?? null,
    host: (groups['host'] ?? '').toLowerCase(),
    port: groups['port'] ?? null,
    path: groups['path'] ?? '',
    query: groups['query'] ?? null,
    fragment: groups['fragment'] ?? null,
  }
}

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/** A name, an IPv4 or a bracketed IPv6 address. A name with other letters must be in its ASCII form (`xn--…`). */
function isHost(host: string): boolean {
  if (host.startsWith('[')) return URL.canParse(`http://${host}/`)
  const labels = host.replace(/\.$/, '').split('.')
  if (host.length > 253 || !labels.every((part) => label.test(part))) return false
  // All digits at the end is meant as an IPv4 address, and must then be one.
  return !/^\d+$/.test(labels.at(-1) ?? '') || isIpv4(labels)
}

function isIpv4(parts: readonly string[]): boolean {
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
}

/** Whether there is a control character (line breaks too), or one that no log and no protocol shows as it is. */
export function hasControlCharacters(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
}

/** What every address must have: a host, a port that is one, no user and password, no fragment. */
export function addressProblems(
  address: Address,
  needs: { readonly host: boolean; readonly what: string },
): readonly DestinationProblem[] {
  const problems: DestinationProblem[] = []
  if (address.userInfo !== null) {
    problems.push({
      code: 'url_credentials',
      message: `Invalid ${needs.what}. User name and password must not stand in it; give the key or passphrase apart.`,
    })
  }
  if (address.host === '') {
    if (needs.host)
      problems.push({ code: 'url_host_missing', message: `Invalid ${needs.what}. The server’s name is missing.` })
  } else if (!isHost(address.host)) {
    problems.push({ code: 'url_host_invalid', message: `Invalid ${needs.what}. The server’s name is not a valid one.` })
  }
  if (address.port !== null && !isPort(address.port)) {
    problems.push({ code: 'url_port', message: `Invalid ${needs.what}. The port must be between 1 and 65535.` })
  }
  if (address.fragment !== null) {
    problems.push({
      code: 'url_fragment',
      message: `Invalid ${needs.what}. What follows # would be lost; a # in the key belongs into the key.`,
    })
  }
  return problems
}
