import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../src/clock/index.ts'

/** A target for preflights that measure the line: it takes what is posted, at a rate of its own. */
export interface UploadTarget extends AsyncDisposable {
  readonly url: string
  /** How often something was posted. */
  readonly posts: number
  /** How fast the last one was taken, kb/s, from its first byte until now or its end. */
  takenKbps(): number
}

/** @param how `refuses`: answers 403 at once */
export async function uploadTarget(how: { readonly kbps: number } | 'refuses'): Promise<UploadTarget> {
  let posts = 0
  let taken = 0
  let began = 0
  let ended: number | null = null
  const server = createServer((request, response) => void take(request, response))
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    posts += 1
    if (how === 'refuses') {
      response.writeHead(403).end()
      return
    }
    taken = 0
    began = performance.now()
    ended = null
    try {
      for await (const part of request) {
        taken += (part as Buffer).length
        const early = (taken * 8) / how.kbps - (performance.now() - began)
        if (early > 1) await systemClock.sleep(early)
      }
      ended = performance.now()
      response.end()
    } catch {
      // Who sent it gave up.
      ended = performance.now()
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get posts() {
      return posts
    },
    takenKbps: () => (taken * 8) / ((ended ?? performance.now()) - began),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
