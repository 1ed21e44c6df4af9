import { createServer, type Server, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import type { Front } from './front.ts'
import { readQuery } from './query.ts'

const DROP: unique symbol = Symbol('break the connection')
const QUIT: unique symbol = Symbol('close the connection')

/** A line longer than this ends the connection; vMix's own limit is not known. */
const MAX_LINE = 256 * 1024

/** vMix's TCP API as far as it goes yet: greeting, FUNCTION, XML, PING, QUIT. One request at a time, in order. */
export function tcpApi(front: Front): Server {
  return createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    converse(socket, front).catch(() => socket.destroy())
  })
}

async function converse(socket: Socket, front: Front): Promise<void> {
  const gone = new AbortController()
  socket.on('close', () => gone.abort())
  const decoder = new StringDecoder('utf8')
  socket.write(`VERSION OK ${front.version}\r\n`)
  let rest = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    rest += decoder.write(chunk)
    let start = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end).replace(/\r$/, '')
      start = end + 1
      const reply = await answer(line, front, gone.signal)
      if (reply === DROP) {
        socket.destroy()
        return
      }
      if (reply === QUIT) {
        socket.end()
        return
      }
      if (!socket.write(reply)) await drained(socket)
    }
    rest = rest.slice(start)
    if (rest.length > MAX_LINE) {
      socket.destroy()
      return
    }
  }
  socket.end()
}

/** The whole reply to one line, its CRLF included. */
async function answer(
  line: string,
  front: Front,
  signal: AbortSignal,
): Promise<string | Buffer | typeof DROP | typeof QUIT> {
  const [, command = '', rest = ''] = /^\s*(\S*)\s*(.*)$/s.exec(line) ?? []
  switch (command.toUpperCase()) {
    case 'FUNCTION':
      return callReply(rest, front, signal)
    case 'XML': {
      const state = await front.state('tcp', signal)
      return state.kind === 'state' ? framed(state.xml) : DROP
    }
    case 'PING':
      front.other('tcp')
      return 'PING OK PONG\r\n'
    case 'QUIT':
      front.other('tcp')
      return QUIT
    default:
      // What vMix says to a word that it does not know is not known; its own form of an error is used.
      front.other('tcp')
      return `${command.slice(0, 40)} ER Unknown command\r\n`
  }
}

/** `FUNCTION Name k=v&k=v`, also with a trailing blank. Unknown names are answered OK, unlike on HTTP. */
async function callReply(text: string, front: Front, signal: AbortSignal): Promise<string | typeof DROP> {
  const [, name = '', query = ''] = /^(\S*)\s*(.*?)\s*$/s.exec(text) ?? []
  const reply = await front.call('tcp', name, readQuery(query), signal)
  if (reply.kind !== 'call') return DROP
  return reply.outcome.kind === 'refused' ? `FUNCTION ER ${reply.outcome.why}\r\n` : 'FUNCTION OK Completed\r\n'
}

/** The length counts bytes, the final CRLF included. */
function framed(xml: string): Buffer {
  const body = Buffer.from(`${xml}\r\n`)
  return Buffer.concat([Buffer.from(`XML ${body.length}\r\n`), body])
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
