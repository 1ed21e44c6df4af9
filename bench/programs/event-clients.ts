/**
 * Those who follow a board's events, in a process of their own: many that read, and one that never does. Notes when each had
 * which version; times are ms since 1970, the same clock for all processes of this machine.
 */
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'

/** What somebody changed: vMix's stream 1 was switched on or off. */
export interface Switched {
  readonly instance: string
  readonly live: boolean
  readonly at: number
}

export type ClientsOrder =
  | { readonly kind: 'follow'; readonly port: number; readonly count: number; readonly deaf: boolean }
  /** Forgets what came so far. */
  | { readonly kind: 'begin' }
  /** @returns what the first of them got, since the beginning */
  | { readonly kind: 'messages' }
  /** @returns of each change the delays until each of them had it, ms */
  | { readonly kind: 'switched'; readonly changes: readonly Switched[] }
  /** The same for messages that are known by their version. */
  | { readonly kind: 'versions'; readonly sent: readonly { readonly version: number; readonly at: number }[] }
  | { readonly kind: 'leave' }

export interface Message {
  readonly version: number
  readonly at: number
  readonly text: string
}

type Arrival = Pick<Message, 'version' | 'at'>

let arrivals: Arrival[][] = []
let messages: Message[] = []
let leave: (() => void)[] = []

async function carryOut(order: ClientsOrder): Promise<unknown> {
  switch (order.kind) {
    case 'follow':
      arrivals = Array.from({ length: order.count }, () => [])
      await Promise.all(arrivals.map((_, client) => follow(order.port, client)))
      if (order.deaf) neverRead(order.port)
      return 'following'
    case 'begin':
      for (const each of arrivals) each.length = 0
      messages = []
      return 'begun'
    case 'messages':
      return messages
    case 'switched':
      return order.changes.map((change) => delaysOf(versionWith(change), change.at))
    case 'versions':
      return order.sent.map(({ version, at }) => delaysOf(version, at))
    default:
      for (const end of leave) end()
      leave = []
      return 'left'
  }
}

/** Resolves with the first message: all of the board. */
async function follow(port: number, client: number): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/api/v1/events', agent: false }, resolve).on('error', reject)
  })
  leave.push(() => response.destroy())
  response.on('error', () => undefined)
  response.setEncoding('latin1')
  await new Promise<void>((resolve) => {
    let text = ''
    response.on('data', (part: string) => {
      const at = Date.now()
      text += part
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const version = Number(/^id: \S*?-?(\d+)$/m.exec(text.slice(0, Math.min(end, 120)))?.[1] ?? Number.NaN)
        if (!Number.isNaN(version)) {
          arrivals[client]?.push({ version, at })
          if (client === 0) messages.push({ version, at, text: text.slice(0, end + 2) })
          resolve()
        }
        text = text.slice(end + 2)
      }
    })
  })
}

function neverRead(port: number): void {
  const socket = connect(port, '127.0.0.1')
  socket.pause()
  socket.on('error', () => undefined)
  socket.write('GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
  leave.push(() => socket.destroy())
}

/** The first version that shows it; null: it was never shown. */
function versionWith({ instance, live, at }: Switched): number | null {
  for (const message of messages) {
    if (message.at < at || !message.text.includes(`"instance":"${instance}"`)) continue
    const data: unknown = JSON.parse(message.text.slice(message.text.indexOf('data: ') + 6))
    const { set } = data as { set?: readonly Record<string, unknown>[] }
    const shows = (set ?? []).some(
      (entity) =>
        entity['kind'] === 'stream' &&
        entity['instance'] === instance &&
        entity['channel'] === 0 &&
        entity['live'] === live,
    )
    if (shows) return message.version
  }
  return null
}

function delaysOf(version: number | null, at: number): number[] {
  if (version === null) return []
  return arrivals.flatMap((each) => {
    const first = each.find((arrival) => arrival.version >= version)
    return first === undefined ? [] : [first.at - at]
  })
}

process.on('message', (order: ClientsOrder) => void carryOut(order).then((answer) => process.send?.(answer)))
process.once('disconnect', () => process.exit(0))
