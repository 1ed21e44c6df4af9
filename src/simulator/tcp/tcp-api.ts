import { createServer, type Server, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import type { Front } from '../front.ts'
import { Conversation } from './conversation.ts'
import { Wire } from './wire.ts'

/** A line longer than this ends the connection; vMix's own limit is not known. */
const MAX_LINE = 256 * 1024

/** vMix's TCP API: a greeting, then a reply to each line, in order, and events to whoever has subscribed. */
export function tcpApi(front: Front): Server {
  return createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    converse(socket, front).catch(() => socket.destroy())
  })
}

async function converse(socket: Socket, front: Front): Promise<void> {
  const gone = new AbortController()
  const wire = new Wire(socket, () => front.faults.has('one-byte'))
  const conversation = new Conversation(front, wire, gone.signal)
  socket.on('close', () => {
    gone.abort()
    conversation.close()
  })
  if (!conversation.silent) wire.send(`VERSION OK ${front.version}\r\n`)
  for await (const line of linesOf(socket)) {
    const next = await conversation.answer(line)
    if (next === 'drop') {
      socket.destroy()
      return
    }
    if (next === 'quit') break
    await wire.drained()
  }
  await wire.drained()
  socket.end()
}

/** Lines as they come, CRLF or LF behind them taken off. A line without end ends the connection. */
async function* linesOf(socket: Socket): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    rest += decoder.write(chunk)
    let start = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end).replace(/\r$/, '')
      start = end + 1
      yield line
    }
    rest = rest.slice(start)
    if (rest.length > MAX_LINE) {
      socket.destroy()
      return
    }
  }
}
