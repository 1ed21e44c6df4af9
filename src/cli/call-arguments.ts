import { parseSecretReference, resolveSecret, SecretError } from '../secrets/index.ts'
import type { CallParams } from '../vmix/index.ts'
import { usageError } from './exit-code.ts'

const names = ['Input', 'Value', 'Duration', 'Mix', 'Channel', 'SelectedName', 'SelectedIndex'] as const

/** What follows the first comma of their value is a secret. */
const secretive = /^(?:StreamingSet(?:Key|Password)|VideoCallConnect|ZoomJoinMeeting)/i
/** There it may be one: a token in place of a user's name, a login or a key in a URL. */
const maybeSecret = /^StreamingSet/i

/**
 * Parameters as they are typed, `input=1 value=80`, names in any case. The secret behind the comma of a stream's key, or of
 * a password, is named and never typed: `value=0,env:NAME`. A stream's URL and user may be.
 */
export async function readParameters(name: string, given: readonly string[]): Promise<CallParams> {
  const read = new Map<string, string>()
  for (const text of given) {
    const equals = text.indexOf('=')
    const typed = equals < 0 ? null : text.slice(0, equals)
    const known = names.find((each) => each.toLowerCase() === typed?.toLowerCase())
    // What was typed is not said back: it may be a key in the wrong place.
    if (known === undefined) throw usageError(`Parameters are typed as name=value, and vMix knows ${names.join(', ')}.`)
    if (read.has(known)) throw usageError(`${known} is given twice.`)
    const value = text.slice(equals + 1)
    read.set(known, known === 'Value' && namesSecret(name, value) ? await withSecret(name, value) : value)
  }
  return Object.fromEntries(read)
}

function namesSecret(name: string, value: string): boolean {
  return secretive.test(name) || (maybeSecret.test(name) && /,(?:env|file):/.test(value))
}

async function withSecret(name: string, value: string): Promise<string> {
  const comma = value.indexOf(',')
  // A stream's number alone, or nothing: the check says what is missing.
  if (comma < 0) return /^\d{0,2}$/.test(value) ? value : await secret(name, value)
  return `${value.slice(0, comma)},${await secret(name, value.slice(comma + 1))}`
}

async function secret(name: string, reference: string): Promise<string> {
  try {
    return (await resolveSecret(parseSecretReference(reference))).reveal()
  } catch (cause) {
    if (!(cause instanceof SecretError)) throw cause
    const how = `A key or password is never an argument, because the process list is public: ${name} takes it as value=…,env:NAME or value=…,file:PATH.`
    throw usageError(cause.code === 'bad_reference' ? how : cause.message, { cause })
  }
}
