import type { z } from 'zod'
import type { Secret } from '../../secrets/index.ts'
import { CommandFailed, exitCodes, usageError } from '../exit-code.ts'
import { problem } from './answers.ts'

/** The longest answer that is taken, bytes: a thousand entries of a show log fit. */
const maxBytes = 32 * 1024 * 1024
/** A start may wait for vMix, a feed and its destinations. */
const answerMs = 120_000

/** A server's answer: what it said, or why not, with what an operation told where one was carried out. */
export type Answered =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly failure: CommandFailed; readonly result: unknown }

/** A running `vmixctl serve`, by its API. The token goes into the head of each request, and nowhere else. */
export class ServerClient {
  readonly #url: URL
  readonly #token: Secret | null

  /** @throws CommandFailed (usage) for what is no address of a server */
  constructor(url: string, token: Secret | null) {
    const parsed = URL.parse(url)
    if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.search !== '') {
      throw usageError(
        'The server is named as http://HOST:PORT or https://HOST:PORT. A token stands in VMIXCTL_TOKEN, and never there.',
      )
    }
    this.#url = parsed
    this.#token = token
  }

  /** What the server says to a question. @throws CommandFailed */
  async read<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const answer = await this.#ask('GET', path, undefined, signal)
    if (!answer.ok) throw answer.failure
    const parsed = schema.safeParse(answer.body)
    if (parsed.success) return parsed.data
    throw new CommandFailed(
      exitCodes.failed,
      'bad_answer',
      `${this.#url.origin} answered what this version cannot read. Are both of one version?`,
    )
  }

  /** Has an operation carried out. Sent once: a lost answer is never a reason to send again. @throws CommandFailed where nobody answers */
  async operate(path: string, body: object): Promise<Answered> {
    return await this.#ask('POST', path, JSON.stringify(body))
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: string, signal?: AbortSignal): Promise<Answered> {
    const limit = AbortSignal.timeout(answerMs)
    let status: number
    let text: string
    try {
      const response = await fetch(new URL(`/api/v1${path}`, this.#url), {
        method,
        redirect: 'error',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token.reveal()}` }),
        },
        ...(body === undefined ? {} : { body }),
      })
      status = response.status
      text = await shortText(response)
    } catch (cause) {
      signal?.throwIfAborted()
      const why = limit.aborted ? 'did not answer in time' : 'cannot be reached'
      throw new CommandFailed(
        exitCodes.unreachable,
        'connection_error',
        `The server ${this.#url.origin} ${why}. Does "vmixctl serve" run there?`,
        { cause },
      )
    }
    return answerOf(status, text, this.#url.origin)
  }
}

function answerOf(status: number, text: string, origin: string): Answered {
  const body = parsed(text)
  if (status < 300) return { ok: true, body }
  const said = problem.safeParse(body)
  if (!said.success) {
    throw new CommandFailed(exitCodes.failed, 'bad_answer', `${origin} answered ${status}, and is no vmixctl serve.`)
  }
  const { code, detail, result } = said.data
  const needsToken = status === 401 ? ' The token stands in VMIXCTL_TOKEN.' : ''
  const exitCode = code === 'connection_error' ? exitCodes.unreachable : exitCodes.failed
  return { ok: false, failure: new CommandFailed(exitCode, code, `${detail}${needsToken}`), result }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function shortText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let total = 0
  for await (const part of response.body ?? []) {
    total += part.length
    if (total > maxBytes) throw new Error('The answer is too long.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
