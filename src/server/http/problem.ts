import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'

/** An answer that says what went wrong and what to do (RFC 9457). Holds no secret. */
export const problemBody = z
  .object({
    type: z
      .string()
      .meta({ description: 'One name for each kind of problem.', example: 'urn:vmixctl:problem:channel_busy' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For a person: what happened, what to do.' }),
    code: z.string().meta({ description: 'For a program.', example: 'channel_busy' }),
    operationId: z.string().optional().meta({ description: 'The operation, as the show log calls it.' }),
    result: z.unknown().optional().meta({ description: 'Of an operation that was carried out: its result, in parts.' }),
  })
  .meta({ id: 'Problem' })

const titles: Partial<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Nobody is signed in',
  403: 'Not allowed',
  404: 'There is no such thing',
  405: 'Not possible here',
  408: 'The request came too slowly',
  409: 'Something else is under way',
  411: 'Its length is missing',
  413: 'The request is too long',
  415: 'Not JSON',
  421: 'Another name is asked for',
  422: 'What was asked cannot be right',
  429: 'Too many tries',
  500: 'The server cannot do it',
  501: 'Not supported',
  502: 'vMix or the gateway did not do it',
  503: 'Not ready',
  504: 'It was not confirmed in time',
}

/** Thrown where a request ends without what it asked for; the app turns it into `application/problem+json`. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly more: { readonly operationId?: string; readonly result?: unknown }

  constructor(
    status: ContentfulStatusCode,
    code: string,
    /** A sentence that says what to do. Never repeats what came in. */
    detail: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>
      readonly operationId?: string
      readonly result?: unknown
      readonly cause?: unknown
    } = {},
  ) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
    this.more = {
      ...(options.operationId === undefined ? {} : { operationId: options.operationId }),
      ...(options.result === undefined ? {} : { result: options.result }),
    }
  }
}

/** A problem as it is sent. */
function problemOf(problem: Problem): z.infer<typeof problemBody> {
  return {
    type: `urn:vmixctl:problem:${problem.code}`,
    title: titles[problem.status] ?? 'It did not work',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...problem.more,
  }
}

/** The answer to a problem. */
export function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problemOf(problem)), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
  })
}
