import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../secrets/index.ts'

/** HTTP Basic as vMix asks for it: any user name, with this password. */
export class BasicPassword {
  readonly #digest: Buffer

  constructor(password: Secret) {
    this.#digest = digest(Buffer.from(password.reveal()))
  }

  fits(authorization: string | undefined): boolean {
    const encoded = /^Basic +([A-Za-z0-9+/=]{1,2000})$/i.exec(authorization ?? '')?.[1]
    if (encoded === undefined) return false
    const given = Buffer.from(encoded, 'base64')
    const colon = given.indexOf(0x3a)
    return colon >= 0 && timingSafeEqual(digest(given.subarray(colon + 1)), this.#digest)
  }
}

/** Of one length, so that the time says nothing of the password's. */
function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
