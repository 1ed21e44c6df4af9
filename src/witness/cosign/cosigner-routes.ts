import type { IncomingMessage, ServerResponse } from 'node:http'
import { formatNote } from '../note/index.ts'
import { readBounded } from './bounded-body.ts'
import type { Cosigner, CosignerEvent } from './cosigner.ts'
import type { CosignerFolder } from './cosigner-folder.ts'
import { CosignError } from './errors.ts'
import { MalformedRequest, maxRequestBytes, parseAddCheckpoint } from './request.ts'

interface Answer {
  readonly status: number
  readonly type?: string
  readonly body: string
}

/** C2SP's type for the size that a 409 tells. */
export const sizeType = 'text/x.tlog.size'
const textType = 'text/plain; charset=utf-8'

/** A cosigner's HTTP addresses: what comes in and goes out, and no rule of its own. */
export class CosignerRoutes {
  readonly #cosigner: Cosigner
  readonly #folder: CosignerFolder
  readonly #report: (event: CosignerEvent) => void
  readonly #answers = new Map<number, number>()

  constructor(cosigner: Cosigner, folder: CosignerFolder, report: (event: CosignerEvent) => void) {
    this.#cosigner = cosigner
    this.#folder = folder
    this.#report = report
  }

  get answers(): ReadonlyMap<number, number> {
    return this.#answers
  }

  /** Never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined)
    let answer: Answer | null
    try {
      answer = await this.#answer(request)
    } catch (error) {
      answer = this.#failed(error)
    }
    if (answer === null) {
      response.destroy()
      return
    }
    this.#answers.set(answer.status, (this.#answers.get(answer.status) ?? 0) + 1)
    send(response, answer)
  }

  #answer(request: IncomingMessage): Promise<Answer | null> | Answer {
    const [path = ''] = (request.url ?? '').split('?')
    const monitored = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1]
    if (monitored !== undefined) {
      return request.method === 'GET' ? this.#latest(monitored) : { status: 405, body: 'Only GET.\n' }
    }
    if (path !== '/add-checkpoint') return { status: 404, body: 'There is only POST /add-checkpoint here.\n' }
    if (request.method !== 'POST') return { status: 405, body: 'Only POST.\n' }
    return this.#addCheckpoint(request)
  }

  async #addCheckpoint(request: IncomingMessage): Promise<Answer | null> {
    let body: Buffer | null
    try {
      body = await readBounded(request, maxRequestBytes)
    } catch {
      // The connection ended, or took too long: there is nobody to answer.
      return null
    }
    if (body === null) {
      return this.#refused({ status: 413, body: `The request is longer than ${maxRequestBytes} bytes.\n` })
    }
    const answer = await this.#cosigner.addCheckpoint(parseAddCheckpoint(body))
    if (typeof answer === 'string') return { status: 200, body: answer }
    const { status, why, size } = answer
    return size === undefined ? { status, body: `${why}\n` } : { status, type: sizeType, body: `${size}\n` }
  }

  /** The editor's draft of `tlog-witness` has this for monitors: what an outsider compares a log's own checkpoint with. */
  async #latest(originHash: string): Promise<Answer> {
    const kept = await this.#folder.byHash(originHash)
    if (kept === null) return { status: 404, body: 'No checkpoint of this log was cosigned here.\n' }
    return { status: 200, body: formatNote(kept.note) }
  }

  #failed(error: unknown): Answer {
    if (error instanceof MalformedRequest) return this.#refused({ status: 400, body: `${error.message}\n` })
    // Paths and the system's words are for whoever runs the cosigner, and not for whoever asks it.
    const why = error instanceof Error ? error.message : String(error)
    const asked = error instanceof CosignError && error.code === 'clock_back' ? 503 : 500
    this.#report({ kind: 'refused', origin: null, size: null, status: asked, why })
    return { status: asked, body: 'This cosigner cannot cosign now; see what it printed.\n' }
  }

  #refused(answer: Answer): Answer {
    this.#report({ kind: 'refused', origin: null, size: null, status: answer.status, why: answer.body.trimEnd() })
    return answer
  }
}

function send(response: ServerResponse, { status, type = textType, body }: Answer): void {
  const text = Buffer.from(body)
  response.writeHead(status, {
    'content-type': type,
    'content-length': text.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(response.req.complete ? {} : { connection: 'close' }),
  })
  response.end(text)
}
