import { open } from 'node:fs/promises'
import { SecretError } from './error.ts'
import { Secret } from './secret.ts'

/** Where a secret stands: a variable of the environment, or a file of one line. */
export type SecretReference =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }

/** Where references are looked up. */
export interface SecretSources {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Reads a file as text; may reject as the file system does. */
  readonly readFile?: (path: string) => Promise<string>
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Longest secret, bytes: far above any stream key or token. */
const maxBytes = 4096

/**
 * Parses `env:NAME` or `file:PATH`. Throws {@link SecretError} `bad_reference`, whose message does not repeat the text:
 * it may be a key that somebody put where a reference belongs.
 *
 * @example parseSecretReference('env:TW_KEY') // { kind: 'env', name: 'TW_KEY' }
 */
export function parseSecretReference(text: string): SecretReference {
  const colon = text.indexOf(':')
  const kind = text.slice(0, colon)
  const rest = text.slice(colon + 1)
  if (kind === 'env' && variableName.test(rest)) return { kind: 'env', name: rest }
  if (kind === 'file' && rest !== '' && !rest.includes('\0')) return { kind: 'file', path: rest }
  throw new SecretError(
    'bad_reference',
    'A key is given by reference: env:NAME for a variable of the environment, or file:PATH for a file that holds it.',
  )
}

/** The text of a reference, as {@link parseSecretReference} reads it. Holds no secret. */
export function formatSecretReference(reference: SecretReference): string {
  return reference.kind === 'env' ? `env:${reference.name}` : `file:${reference.path}`
}

/**
 * Fetches the secret that a reference names. A line end after it is cut off; an empty text, or more than one line, is
 * refused, because both are nearly always a mistake.
 *
 * @throws {SecretError} with what to do
 */
export async function resolveSecret(reference: SecretReference, sources: SecretSources = {}): Promise<Secret> {
  if (reference.kind === 'env') {
    const value = (sources.env ?? process.env)[reference.name]
    if (value === undefined) {
      throw new SecretError('not_set', `The variable ${reference.name} is not set. Set it, then try again.`)
    }
    return checked(value, `The variable ${reference.name}`)
  }
  return checked(await textOf(reference.path, sources.readFile ?? readShort), `The file ${reference.path}`)
}

function checked(given: string, what: string): Secret {
  const text = given.replace(/^\ufeff/, '').replace(/(?:\r?\n)+$/, '')
  if (text.trim() === '') throw new SecretError('empty', `${what} is empty. Put the key into it.`)
  if (/[\r\n]/.test(text))
    throw new SecretError('several_lines', `${what} has more than one line. Put only the key into it.`)
  if (Buffer.byteLength(text) > maxBytes) {
    throw new SecretError('too_long', `${what} holds more than ${maxBytes} bytes. Put only the key into it.`)
  }
  return new Secret(text)
}

async function textOf(path: string, readFile: (path: string) => Promise<string>): Promise<string> {
  try {
    return await readFile(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT') {
      throw new SecretError('file_missing', `The file ${path} is not there. Check the path.`, { cause })
    }
    throw new SecretError('unreadable', `The file ${path} cannot be read. Check that this user may read it.`, { cause })
  }
}

/** Reads no more than needed to see that a file is too long, so that a wrong path to a large file costs nothing. */
async function readShort(path: string): Promise<string> {
  await using file = await open(path, 'r')
  const buffer = Buffer.alloc(maxBytes + 16)
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.toString('utf8', 0, length)
}
