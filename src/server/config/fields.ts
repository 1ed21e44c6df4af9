import { z } from 'zod'
import { parseSecretReference } from '../../secrets/index.ts'
import { presetId } from '../room/index.ts'

/** A text with one sentence that says what belongs there, whatever is wrong with what stands there. */
function text(belongs: string, max = 255): z.ZodString {
  return z.string(belongs).min(1, belongs).max(max, belongs)
}

const hostBelongs = "A machine's name or address, such as 192.168.1.20 or studio-pc."
export const host = text(hostBelongs)
  .regex(/^[^\s/@:]+$|^(?=.*:.*:)[0-9A-Fa-f:.]+$/, `${hostBelongs} Without http:// and port.`)
  .meta({ description: "The machine's name or address.", examples: ['192.168.1.20', 'localhost'] })

const portBelongs = 'A port: a whole number from 1 to 65535.'
export const port = z.int(portBelongs).min(1, portBelongs).max(65_535, portBelongs)

const idBelongs = 'An id: up to 63 lower-case letters, digits and . _ - in between.'
export const id = text(idBelongs).regex(presetId, idBelongs)

const nameBelongs = 'A name as people call it: 1 to 80 characters on one line.'
export const displayName = text(nameBelongs, 80).regex(/^\P{Cc}+$/u, nameBelongs)

const usernameBelongs = 'The user of the Web Controller: on one line, without a colon.'
/** HTTP has no colon in a user's name. */
export const username = text(usernameBelongs).regex(/^[^\p{Cc}:]+$/u, usernameBelongs)

const addressBelongs = 'HOST:PORT, such as 127.0.0.1:8480. An IPv6 address stands in brackets: [::1]:8480.'
export const address = text(addressBelongs)
  .regex(/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+):\d{1,5}$/, addressBelongs)
  .refine((given) => Number(/\d+$/.exec(given)?.[0]) <= 65_535, portBelongs)

const referenceBelongs =
  'A secret never stands in this file. Name a variable (env:TW_KEY) or a file (file:twitch.key). If this was the secret itself, make a new one.'
export const secret = z
  .string(referenceBelongs)
  .max(1000, referenceBelongs)
  .refine((given) => isReference(given), referenceBelongs)
  .meta({ description: 'Where a secret stands; never the secret.', examples: ['env:TW_KEY', 'file:twitch.key'] })

const fileBelongs = "A file's path; relative ones begin at the configuration's folder."
export const file = text(fileBelongs, 1000).regex(/^\P{Cc}+$/u, fileBelongs)

export { text }

function isReference(given: string): boolean {
  try {
    parseSecretReference(given)
    return true
  } catch {
    return false
  }
}
