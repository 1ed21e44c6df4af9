import type { ServerResponse } from 'node:http'
import type { HttpReply } from '../../vmix/index.ts'

/** What belongs to one connection, and so is each side's own. */
const ofTheConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Answers with what vMix answered: its status, headers and bytes as they came. */
export function passOn(response: ServerResponse, { status, statusMessage, rawHeaders, body }: HttpReply): void {
  if (response.destroyed) return
  const headers: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!ofTheConnection.has(name.toLowerCase())) headers.push(name, value)
  }
  response.sendDate = false
  response.writeHead(status, statusMessage, headers)
  response.end(body)
}

/** Answers in words of our own. */
export function say(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  if (response.destroyed) return
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}
