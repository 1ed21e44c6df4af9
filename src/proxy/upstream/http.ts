import type { Agent } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import { connectionError, type HttpReply, startExchange, TIMED_OUT } from '../../vmix/index.ts'

export interface HttpUpstreamOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  /** Until the connection is up, ms. */
  readonly connectMs: number
  /** For the whole exchange, ms. */
  readonly answerMs: number
  readonly maxBodyBytes: number
}

export interface HttpAsk {
  /** As the client sent it. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly agent: Agent
}

/** Asks vMix's web server once, and gives its answer as it came. @throws {VMixConnectionError} with `mayHaveBeenSent` */
export async function askHttp(options: HttpUpstreamOptions, { path, headers, agent }: HttpAsk): Promise<HttpReply> {
  const { host, port, clock, connectMs, answerMs, maxBodyBytes } = options
  const over = new AbortController()
  const exchange = startExchange({ host, port, headers }, path, agent, maxBodyBytes)
  let waitedMs = connectMs
  const limit = async () => {
    await clock.sleep(connectMs, over.signal)
    if (exchange.mayHaveBeenSent()) {
      waitedMs = answerMs
      await clock.sleep(answerMs - connectMs, over.signal)
    }
    exchange.stop(TIMED_OUT)
  }
  limit().catch(() => undefined)
  const result = await exchange.result
  over.abort(OVER)
  if ('reply' in result) return result.reply
  const mayHaveBeenSent = exchange.mayHaveBeenSent()
  throw connectionError(result.failure, { host, port, timeoutMs: waitedMs, mayHaveBeenSent })
}

/** A reason that is made once: an abort without one makes an error with a stack each time. */
const OVER = Symbol('over')
