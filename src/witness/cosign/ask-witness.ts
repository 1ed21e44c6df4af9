import { request as plain, type IncomingMessage } from 'node:http'
import { request as secure } from 'node:https'
import type { Clock } from '../../clock/index.ts'
import { systemCode } from '../errors.ts'
import { type Note, NoteError, type NoteSignature, parseSignatureLines } from '../note/index.ts'
import { readBounded } from './bounded-body.ts'
import type { CosignatureVerifier } from './cosignature.ts'
import { CosignError } from './errors.ts'
import { sizeType } from './cosigner-routes.ts'

/** A POST of a text, bounded in time and in what is read of the answer. */
export interface PostOptions {
  readonly url: URL
  readonly body: string
  /** Limit for all of it, ms. */
  readonly timeoutMs: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Who is asked, for error messages: not the address, which may hold a token. */
  readonly who: string
}

export interface PostAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const maxAnswerBytes = 64 * 1024

/** Posts a text. Redirections are not followed. Throws {@link CosignError}: `unreachable`, `timeout`, `aborted`, `bad_answer`. */
export async function postText(options: PostOptions): Promise<PostAnswer> {
  const { clock, timeoutMs, signal, who } = options
  const over = new AbortController()
  const late = new AbortController()
  clock.sleep(timeoutMs, over.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    const answer = await send(options, AbortSignal.any([signal, late.signal]))
    const body = await readBounded(answer, maxAnswerBytes)
    if (body === null) {
      answer.destroy()
      throw new CosignError('bad_answer', `The answer of ${who} is too long.`)
    }
    return { status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: body.toString('utf8') }
  } catch (cause) {
    if (cause instanceof CosignError) throw cause
    if (signal.aborted) throw new CosignError('aborted', `${who} was not waited for any longer.`, { cause })
    if (late.signal.aborted) {
      throw new CosignError('timeout', `${who} did not answer within ${timeoutMs} ms.`, { cause })
    }
    const why = systemCode(cause) ?? 'the connection broke'
    throw new CosignError('unreachable', `${who} cannot be reached (${why}). Does it run, and is its address right?`, {
      cause,
    })
  } finally {
    over.abort()
  }
}

function send({ url, body }: PostOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const bytes = Buffer.from(body)
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': bytes.length }
  const start = url.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { method: 'POST', agent: false, signal, headers })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

/** What a witness answers: its cosignature, verified; or the size from which it wants the proof. */
export type WitnessAnswer = { readonly cosignature: NoteSignature } | { readonly size: number }

/** Reads a witness's answer to `add-checkpoint`. Throws {@link CosignError}. */
export function readWitnessAnswer(answer: PostAnswer, checkpoint: Note, verifier: CosignatureVerifier): WitnessAnswer {
  const { status, type, body } = answer
  const { name } = verifier
  if (status === 200) return { cosignature: ownCosignature(body, checkpoint, verifier) }
  if (status === 409 && isSizeType(type)) {
    const digits = /^(0|[1-9]\d{0,15})\n$/.exec(body)?.[1]
    const size = Number(digits)
    if (digits !== undefined && Number.isSafeInteger(size)) return { size }
    throw new CosignError('bad_answer', `The witness ${name} answered 409 without a size.`)
  }
  if (status === 409 || status === 422) {
    throw new CosignError(
      'inconsistent',
      `The witness ${name} says that it has cosigned another history of this log. Then it was rewritten, or there are two of it: keep both, and compare.`,
    )
  }
  if (status === 404) {
    throw new CosignError(
      'unknown_log',
      `The witness ${name} does not know this log: it must be started with --trust and this installation's key.`,
    )
  }
  if (status === 403) {
    throw new CosignError('untrusted', `The witness ${name} does not trust the key of this log.`)
  }
  throw new CosignError('refused', `The witness ${name} answered ${status}. What it printed says why.`)
}

function isSizeType(type: string): boolean {
  return type.split(';')[0]?.trim().toLowerCase() === sizeType
}

function ownCosignature(body: string, checkpoint: Note, verifier: CosignatureVerifier): NoteSignature {
  const { name, keyId } = verifier
  let lines: readonly NoteSignature[]
  try {
    if (!body.endsWith('\n')) throw new NoteError('no_final_newline', 'The answer does not end with a newline.')
    lines = parseSignatureLines(body.slice(0, -1).split('\n'))
  } catch (cause) {
    if (!(cause instanceof NoteError)) throw cause
    throw new CosignError('bad_answer', `The witness ${name} answered with what is no signature.`, { cause })
  }
  const mine = lines.find((line) => line.name === name && line.keyId === keyId)
  if (mine !== undefined && verifier.verify(checkpoint.text, mine.signature)) return mine
  throw new CosignError(
    'bad_cosignature',
    `What answers for the witness ${name} does not sign with its key. Is the address right, and the key?`,
  )
}
