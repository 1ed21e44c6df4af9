import type { Socket } from 'node:net'
import { TcpRequestReader, type VMixTcpRequest, xmlReply } from '../../src/vmix/tcp/index.ts'
import { type RawServer, rawServer } from '../vmix/raw-server.ts'

export interface ScriptedTcp extends RawServer {
  /** Every request of every connection, in order. */
  readonly requests: VMixTcpRequest[]
}

/** What a request gets; undefined: the ordinary answer, null: none. */
export type Script = (request: VMixTcpRequest, socket: Socket, connection: number) => string | Buffer | null | undefined

export const DOCUMENT =
  '<vmix><version>29.0.0.49</version><edition>Pro</edition><preview>2</preview><active>1</active></vmix>'

/** A TCP API on 127.0.0.1 that does with each connection and request exactly what the test says, else what vMix does. */
export async function scriptedTcp(
  script: Script = () => undefined,
  greeting: string | null = '29.0.0.49',
): Promise<ScriptedTcp> {
  const requests: VMixTcpRequest[] = []
  const server = await rawServer((socket, index) => {
    if (greeting !== null) socket.write(`VERSION OK ${greeting}\r\n`)
    const reader = new TcpRequestReader((request) => {
      requests.push(request)
      const reply = script(request, socket, index)
      const sent = reply === undefined ? ordinary(request) : reply
      if (sent !== null) socket.write(sent)
    })
    socket.on('data', (piece) => reader.push(piece))
  })
  return Object.assign(server, { requests })
}

function ordinary(request: VMixTcpRequest): string | Buffer | null {
  switch (request.kind) {
    case 'function':
      return 'FUNCTION OK Completed\r\n'
    case 'xml':
      return xmlReply(DOCUMENT)
    case 'xmltext':
      return request.path === 'vmix/version' ? 'XMLTEXT OK 29.0.0.49\r\n' : 'XMLTEXT ER XML Entry Not Found\r\n'
    case 'tally':
      return 'TALLY OK 12\r\n'
    case 'acts':
      return request.name === 'Input' ? `ACTS OK Input ${request.input} 1\r\n` : 'ACTS ER Invalid Activator\r\n'
    case 'subscribe':
      return `SUBSCRIBE OK ${request.what} Subscribed\r\n${request.what === 'TALLY' ? 'TALLY OK 12\r\n' : ''}`
    case 'unsubscribe':
      return `UNSUBSCRIBE OK ${request.what} Unsubscribed\r\n`
    case 'ping':
      return 'PING OK PONG\r\n'
    case 'unknown':
      return `${request.word.toUpperCase()} ER Unknown command\r\n`
    default:
      return null
  }
}
