import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../../disk/index.ts'
import { Secret } from '../../secrets/index.ts'
import { CONTROL_PROTOCOL } from './messages.ts'

const endpointSchema = z.object({
  version: z.literal(CONTROL_PROTOCOL),
  gatewayId: z.string().max(128),
  /** Of the control address: `http://127.0.0.1:8481`. */
  url: z.url({ protocol: /^http$/ }).max(256),
  pid: z.int().positive(),
  /** Of the process that starts it again when it dies; absent: there is none. */
  supervisor: z.int().positive().optional(),
  /** What vMix sends to. */
  rtmp: z.string().max(256),
})

/** How a gateway in a process of its own is found: `endpoint.json` in its folder. No secret is in it. */
export type GatewayEndpoint = z.infer<typeof endpointSchema>

const MAX_BYTES = 4096

/** Says where the gateway is. Written whole, so that nobody reads half of it. */
export async function writeEndpoint(folder: string, endpoint: GatewayEndpoint): Promise<void> {
  await replaceFile(join(folder, 'endpoint.json'), `${JSON.stringify(endpoint)}\n`, {
    writers: 'several',
    flush: false,
  })
}

/** What the folder says; null when it says nothing usable. The process may be long gone. */
export async function readEndpoint(folder: string): Promise<GatewayEndpoint | null> {
  const text = await readSmall(join(folder, 'endpoint.json'))
  if (text === null) return null
  try {
    return endpointSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Takes the announcement back at a clean stop, unless another gateway has put its own there. */
export async function removeEndpoint(folder: string, gatewayId: string): Promise<void> {
  if ((await readEndpoint(folder))?.gatewayId === gatewayId) {
    await rm(join(folder, 'endpoint.json'), { force: true }).catch(() => undefined)
  }
}

/**
 * A new token for the control address, in the file `token` that only this user may read. New at each start: what was
 * sent to whoever took a dead gateway's port is worth nothing.
 */
export async function writeToken(folder: string): Promise<Secret> {
  const token = randomBytes(32).toString('base64url')
  await replaceFile(join(folder, 'token'), `${token}\n`, { writers: 'several', flush: false })
  return new Secret(token)
}

/** The token of the gateway that uses this folder; null when there is none to read. */
export async function readToken(folder: string): Promise<Secret | null> {
  const text = (await readSmall(join(folder, 'token')))?.trim()
  return text !== undefined && /^[\w-]{43}$/.test(text) ? new Secret(text) : null
}

async function readSmall(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text !== null && text.length <= MAX_BYTES ? text : null
}
