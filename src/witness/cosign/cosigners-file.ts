import { z } from 'zod'
import { NoteError } from '../note/index.ts'
import { readWhole } from '../whole-file.ts'
import { cosignatureVerifier } from './cosignature.ts'
import { CosignError } from './errors.ts'

/** A witness on another machine. */
export interface WitnessAddress {
  /** Its submission prefix: `http://192.168.1.20:8490`. */
  readonly url: string
  /** Its verifier key (type 4), as `vmixctl witness serve` prints it. */
  readonly vkey: string
}

/** Who gets a log's checkpoints. */
export interface CheckpointReceivers {
  /** Asked to cosign. */
  readonly witnesses?: readonly WitnessAddress[] | undefined
  /** Folders elsewhere, for a copy of the newest; they must be there. */
  readonly folders?: readonly string[] | undefined
  /** Addresses that the newest is posted to, as it stands. May hold a token: they are never shown. */
  readonly webhooks?: readonly string[] | undefined
}

const most = 16
const maxBytes = 64 * 1024

const httpUrl = z.string().max(2048).refine(isHttpUrl, 'is not an http or https address without user and password')
const schema = z.strictObject({
  witnesses: z
    .array(z.strictObject({ url: httpUrl, vkey: z.string().max(1024) }))
    .max(most)
    .optional(),
  folders: z.array(z.string().min(1).max(4096)).max(most).optional(),
  webhooks: z.array(httpUrl).max(most).optional(),
})

/**
 * Reads `cosigners.json`: `{ "witnesses": [{ "url": …, "vkey": … }], "folders": [ … ], "webhooks": [ … ] }`. No file: nobody.
 *
 * @throws {CosignError} `bad_config`, with the place in the file and never with what stands there
 */
export async function readCosignersFile(path: string): Promise<CheckpointReceivers> {
  let text: string | null
  try {
    text = await readWhole(path, maxBytes)
  } catch (cause) {
    throw new CosignError('bad_config', `${path} cannot be read. Check that this user may read it.`, { cause })
  }
  if (text === null) return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // The parser's own message quotes the file, which may hold a token.
    throw new CosignError('bad_config', `${path} is no JSON of at most ${maxBytes} bytes.`)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return checkReceivers(parsed.data, path)
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.') ?? ''
  throw new CosignError(
    'bad_config',
    `${path} is not as it must be${place === '' ? '' : `, at ${place}`}: only witnesses (url, vkey), folders and webhooks, at most ${most} of each.`,
  )
}

/** Receivers whose keys and addresses can be used. Throws {@link CosignError} `bad_config`. */
export function checkReceivers(receivers: CheckpointReceivers, where: string): CheckpointReceivers {
  const names = new Set<string>()
  for (const [index, { url, vkey }] of (receivers.witnesses ?? []).entries()) {
    try {
      const { name, keyId } = cosignatureVerifier(vkey)
      if (!isHttpUrl(url)) throw badConfig(where, `witnesses.${index}.url`, 'is no http or https address')
      if (names.has(`${name}+${keyId}`)) throw badConfig(where, `witnesses.${index}`, 'is there twice')
      names.add(`${name}+${keyId}`)
    } catch (cause) {
      if (!(cause instanceof NoteError)) throw cause
      throw badConfig(where, `witnesses.${index}.vkey`, `cannot be used: ${cause.message}`, cause)
    }
  }
  const webhook = (receivers.webhooks ?? []).findIndex((url) => !isHttpUrl(url))
  if (webhook >= 0) throw badConfig(where, `webhooks.${webhook}`, 'is no http or https address')
  return receivers
}

function badConfig(where: string, place: string, what: string, cause?: unknown): CosignError {
  return new CosignError('bad_config', `${where}: ${place} ${what}`, cause === undefined ? {} : { cause })
}

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
