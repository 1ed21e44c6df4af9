import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** One call that a web sink got. */
export interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface WebSink extends AsyncDisposable {
  readonly url: string
  readonly calls: readonly Call[]
}

type Answer = (response: ServerResponse, n: number) => void

export const ok: Answer = (response) => response.end('ok')

/** A web server on a free port that keeps what it gets. @param answer to call number n, from 0 */
export async function webSink(answer: Answer = ok, port = 0): Promise<WebSink> {
  const calls: Call[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      calls.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() })
      answer(response, calls.length - 1)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly secure: boolean
  readonly user: string | null
}

export interface MailSink extends AsyncDisposable {
  readonly port: number
  readonly mails: readonly Mail[]
}

/** A mail server on a free port that keeps what it gets. */
export async function mailSink(options: SMTPServerOptions): Promise<MailSink> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    logger: false,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
          secure: session.secure,
          user: session.user ?? null,
        })
        done()
      })
    },
    ...options,
  })
  // A client that goes away in the middle is no news.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  }
}
