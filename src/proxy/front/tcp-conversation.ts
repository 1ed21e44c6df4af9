import { type VMixTcpRequest, VMixConnectionError, xmlReply } from '../../vmix/index.ts'
import { callOfLine } from '../call/call.ts'
import type { Client } from '../call/client.ts'
import type { Desk } from '../desk.ts'
import type { ClientList } from '../status/client-list.ts'
import type { RawReply } from '../upstream/reply-lines.ts'
import type { Upstream } from '../upstream/upstream.ts'

export interface TcpConversationOptions {
  readonly desk: Desk
  readonly upstream: Upstream
  readonly clients: ClientList
  readonly client: Client
  readonly send: (bytes: string | Buffer) => void
}

/** One client's talk on the TCP port: its requests in order, each with vMix's answer, and the events it has subscribed to. */
export class TcpConversation {
  readonly #options: TcpConversationOptions
  readonly #subscribed = new Set<string>()
  #greeted = false

  constructor(options: TcpConversationOptions) {
    this.#options = options
    this.greet()
  }

  /** The greeting says that vMix is there, and so is not given before it is. */
  greet(): void {
    const { events } = this.#options.upstream
    if (this.#greeted || !events.up) return
    this.#greeted = true
    this.#say(`VERSION OK ${events.version}`)
  }

  /** An event line of vMix's. */
  event(line: string): void {
    const [what = ''] = line.split(' ', 1)
    if (this.#subscribed.has(what)) this.#say(line)
  }

  /** Answers one request. @returns whether more may follow */
  async answer(request: VMixTcpRequest): Promise<boolean> {
    const { clients, client, upstream } = this.#options
    clients.asked(client)
    switch (request.kind) {
      case 'function':
        await this.#call(request.name, request.query)
        return true
      case 'xml':
        await this.#answered('XML', async () => this.#options.send(xmlReply(await this.#document())))
        return true
      case 'xmltext':
        await this.#shared(`XMLTEXT ${request.path}`)
        return true
      case 'tally':
        await this.#shared('TALLY')
        return true
      case 'acts':
        await this.#shared(`ACTS ${request.name}${request.input === '' ? '' : ` ${request.input}`}`)
        return true
      case 'subscribe':
      case 'unsubscribe':
        await this.#subscribe(request.what, request.kind === 'subscribe')
        return true
      case 'ping':
        this.#say(upstream.events.up ? 'PING OK PONG' : `PING ER ${this.#away()}`)
        return true
      case 'quit':
        return false
      case 'unknown':
        // What it is to vMix is not known, so it does not go there.
        if (request.word.toUpperCase() === 'VERSION' && upstream.events.up)
          this.#say(`VERSION OK ${upstream.events.version}`)
        else this.#say(`${request.word.slice(0, 40)} ER Unknown command`)
        return true
      default:
        return request satisfies never
    }
  }

  async #call(name: string, query: string): Promise<void> {
    const { desk, upstream, clients, client } = this.#options
    const call = callOfLine(name, query)
    clients.called(client, call.known ? call.name : '(not in the catalogue)')
    const carried = await desk.carry(call, client, async (mayGo) => {
      const reply = await upstream.call(query === '' ? `FUNCTION ${name}` : `FUNCTION ${name} ${query}`, mayGo)
      return { reply, outcome: { ok: reply.line.startsWith('FUNCTION OK'), reply: reply.line } }
    })
    if ('reply' in carried) this.#say(carried.reply.line)
    else if ('away' in carried) this.#say(`FUNCTION ER ${failed(carried.away)}`)
    else {
      clients.refused(client)
      this.#say(`FUNCTION ER ${carried.refusal.message}`)
    }
  }

  async #document(): Promise<string> {
    const { body } = await this.#options.upstream.document()
    return body.toString('utf8')
  }

  async #shared(line: string): Promise<void> {
    await this.#answered(line.split(' ', 1)[0] ?? '', async () => this.#pass(await this.#options.upstream.answer(line)))
  }

  async #answered(word: string, answer: () => Promise<void>): Promise<void> {
    try {
      await answer()
    } catch (error) {
      if (!(error instanceof VMixConnectionError)) throw error
      this.#say(`${word} ER ${failed(error)}`)
    }
  }

  /** What is subscribed to while vMix is away comes when it is back; a tally comes at once, as vMix has it. */
  async #subscribe(what: string, on: boolean): Promise<void> {
    const command = on ? 'SUBSCRIBE' : 'UNSUBSCRIBE'
    if (what !== 'TALLY' && what !== 'ACTS') {
      this.#say(`${command} ER Invalid Command`)
      return
    }
    if (!on) this.#subscribed.delete(what)
    this.#say(`${command} OK ${what} ${on ? 'Subscribed' : 'Unsubscribed'}`)
    if (!on) return
    this.#subscribed.add(what)
    if (what === 'TALLY' && this.#options.upstream.events.up) await this.#shared('TALLY')
  }

  #pass({ line, body }: RawReply): void {
    if (body === null) this.#say(line)
    else this.#options.send(Buffer.concat([Buffer.from(`${line}\r\n`), body]))
  }

  #say(line: string): void {
    this.#options.send(`${line}\r\n`)
  }

  #away(): string {
    const { events } = this.#options.upstream
    return events.up || events.error === null ? 'vMix was not reached yet.' : oneLine(events.error.message)
  }
}

function failed(error: VMixConnectionError): string {
  const sent = error.mayHaveBeenSent
    ? 'It is not known whether vMix did it; nothing is sent again.'
    : 'Nothing was sent.'
  return oneLine(`${error.message} ${sent}`)
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ')
}
