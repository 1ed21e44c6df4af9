import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Everything that a server sends until it closes, or until `enough` says so. */
export async function converse(port: number, send: string, enough: (text: string) => boolean): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  const text = await read(socket, () => socket.write(send), enough)
  socket.destroy()
  return text
}

async function read(socket: Socket, begin: () => void, enough: (text: string) => boolean): Promise<string> {
  const chunks: Buffer[] = []
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const all = () => Buffer.concat(chunks).toString('utf8')
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (enough(all())) resolve(all())
  })
  socket.on('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? resolve(all()) : reject(error)))
  socket.on('close', () => resolve(all()))
  socket.on('connect', begin)
  return promise
}

/** Status and body of a raw GET, its target written exactly as given. */
export async function get(port: number, target: string, headers = '', method = 'GET') {
  const request = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`
  const reply = await converse(port, request, () => false)
  const [head = '', ...body] = reply.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1] ?? 0), head, body: body.join('\r\n\r\n') }
}

/** A client of the TCP API: sends lines one after another, gives each reply as its bytes, the greeting first. */
export async function tcpReplies(port: number, ...lines: string[]): Promise<string[]> {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  const iterator = socket[Symbol.asyncIterator]()
  let pending = Buffer.alloc(0)
  const more = async () => {
    const { value, done } = (await iterator.next()) as { value: Buffer; done?: boolean }
    if (done === true) return false
    pending = Buffer.concat([pending, value])
    return true
  }
  const reply = async () => {
    while (!pending.includes('\r\n')) if (!(await more())) return pending.toString('utf8')
    let end = pending.indexOf('\r\n') + 2
    const length = /^XML (\d+)\r\n/.exec(pending.subarray(0, end).toString('utf8'))?.[1]
    if (length !== undefined) end += Number(length)
    while (pending.length < end) if (!(await more())) break
    const text = pending.subarray(0, end).toString('utf8')
    pending = pending.subarray(end)
    return text
  }
  const replies = [await reply()]
  for (const line of lines) {
    socket.write(line)
    replies.push(await reply())
  }
  socket.destroy()
  return replies
}
