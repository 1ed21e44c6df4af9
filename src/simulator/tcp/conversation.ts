import type { Front } from '../front.ts'
import { readQuery } from '../query.ts'
import type { Subscriber } from '../running-show.ts'
import type { Wire } from './wire.ts'
import { xmlText } from './xml-text.ts'

/** What follows a line: more of them, the end, or a broken connection. */
export type Next = 'on' | 'quit' | 'drop'

/** One client's talk with the TCP API: its lines are answered, and it is told what it has subscribed to. */
export class Conversation implements Subscriber {
  tally = false
  acts = false
  readonly #front: Front
  readonly #wire: Wire
  readonly #signal: AbortSignal
  #silent: boolean

  /** @param signal ends the waiting of the fault `slow` */
  constructor(front: Front, wire: Wire, signal: AbortSignal) {
    this.#front = front
    this.#wire = wire
    this.#signal = signal
    this.#silent = front.faults.has('half-open')
  }

  /** A connection that has gone silent (fault `half-open`) stays so: nothing that it says is heard, nothing is said to it. */
  get silent(): boolean {
    this.#silent ||= this.#front.faults.has('half-open')
    return this.#silent
  }

  send(line: string): void {
    if (!this.silent) this.#wire.send(`${line}\r\n`)
  }

  close(): void {
    this.#front.unsubscribe(this)
  }

  async answer(line: string): Promise<Next> {
    if (this.silent) return 'on'
    // Trimmed by itself: a pattern that looks for the end tries again at each blank of a long line of them.
    const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line.trim()) ?? []
    const command = word.toUpperCase()
    if (command === 'FUNCTION') return this.#call(rest)
    if (command === 'XML' || command === 'XMLTEXT') return this.#state(command === 'XML' ? null : rest)
    this.#front.other('tcp')
    if (command === 'QUIT') return 'quit'
    const reply = this.#simple(command, rest)
    // Other than vMix's own words: what it says to one that it does not know is not known; its form of an error is used.
    this.send(reply ?? `${word.slice(0, 40)} ER Unknown command`)
    if (command === 'SUBSCRIBE' && rest.toUpperCase() === 'TALLY') this.send(`TALLY OK ${this.#front.tally()}`)
    return 'on'
  }

  #simple(command: string, rest: string): string | null {
    switch (command) {
      case 'PING':
        return 'PING OK PONG'
      case 'VERSION':
        return `VERSION OK ${this.#front.version}`
      case 'TALLY':
        return `TALLY OK ${this.#front.tally()}`
      case 'ACTS': {
        const [name = '', input = ''] = rest.split(/\s+/)
        return this.#front.activator(name, input)
      }
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return this.#subscribe(rest.toUpperCase(), command === 'SUBSCRIBE')
      default:
        return null
    }
  }

  /** What follows `UNSUBSCRIBE OK`, and what vMix says to other words, is not known: here as with `SUBSCRIBE`. */
  #subscribe(what: string, on: boolean): string {
    const command = on ? 'SUBSCRIBE' : 'UNSUBSCRIBE'
    if (what !== 'TALLY' && what !== 'ACTS') return `${command} ER Invalid Command`
    if (what === 'TALLY') this.tally = on
    else this.acts = on
    if (this.tally || this.acts) this.#front.subscribe(this)
    else this.#front.unsubscribe(this)
    return `${command} OK ${what} ${on ? 'Subscribed' : 'Unsubscribed'}`
  }

  /** `FUNCTION Name k=v&k=v`, also with a trailing blank. Unknown names are answered OK, unlike on HTTP. */
  async #call(text: string): Promise<Next> {
    const [, name = '', query = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? []
    const reply = await this.#front.call('tcp', name, readQuery(query), this.#signal)
    if (reply.kind !== 'call') return 'drop'
    this.send(reply.outcome.kind === 'refused' ? `FUNCTION ER ${reply.outcome.why}` : 'FUNCTION OK Completed')
    return 'on'
  }

  /** The whole document, or what a path names in it. */
  async #state(path: string | null): Promise<Next> {
    const reply = await this.#front.state('tcp', this.#signal)
    if (reply.kind !== 'state') return 'drop'
    if (this.silent) return 'on'
    if (path === null) this.#sendXml(reply.xml)
    else this.#sendText(xmlText(reply.xml, path))
    return 'on'
  }

  /** The length counts bytes, the final CRLF included. On a socket with events, one may come between header and body. */
  #sendXml(xml: string): void {
    const body = Buffer.from(`${xml}\r\n`)
    const header = Buffer.from(`XML ${body.length}\r\n`)
    const event = this.#front.faults.has('split-xml') ? this.#anyEvent() : null
    if (event === null) {
      this.#wire.send(Buffer.concat([header, body]))
      return
    }
    this.#wire.send(header)
    this.send(event)
    this.#wire.send(body)
  }

  /** More than one line is sent as data behind its length, as the state is (vendor's help, and a client that reads it so). */
  #sendText(text: string | null): void {
    if (text === null) this.send('XMLTEXT ER XML Entry Not Found')
    else if (!/[\r\n]/.test(text)) this.send(`XMLTEXT OK ${text}`)
    else {
      const body = Buffer.from(`${text}\r\n`)
      this.#wire.send(Buffer.concat([Buffer.from(`XMLTEXT ${body.length}\r\n`), body]))
    }
  }

  #anyEvent(): string | null {
    if (this.tally) return `TALLY OK ${this.#front.tally()}`
    return this.acts ? this.#front.activator('FadeToBlack', '') : null
  }
}
