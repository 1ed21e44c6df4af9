/**
 * User name and password in RTMP: "authmod", which Adobe's and Limelight's servers ask for by refusing a connect, and
 * which the encoder then puts into the address. It proves a password by MD5, and neither side of ours speaks it.
 */
const ASKED = /\bauthmod=([a-z0-9]{1,16})/i

/** The scheme that this text names (an address, or a server's refusal), or null. */
export function authenticationScheme(text: string): string | null {
  return ASKED.exec(text)?.[1]?.toLowerCase() ?? null
}

/** For an encoder that wants to prove a user name and password to us. */
export function noAuthentication(scheme: string): string {
  return `User name and password (authmod=${scheme}) are not taken here. Leave both empty in the encoder: the stream key is the secret.`
}

/** For a destination that asks for them. */
export function cannotAuthenticate(scheme: string): string {
  return `the server asks for a user name and password (authmod=${scheme}), which cannot be given: ask the service for an address that takes a stream key alone`
}
