import { authenticationScheme, noAuthentication } from './authmod.ts'
import type { Command } from './command.ts'
import type { Refusal } from './server-types.ts'

/** What a publisher's `connect` says. */
export interface ConnectRequest {
  readonly app: string
  /** What it calls itself, fit to be shown. */
  readonly encoder: string | null
}

const MAX_ENCODER = 128

/** Reads it, or says why it is refused. */
export function readConnect(
  command: Command,
  acceptApp: (app: string) => boolean,
): ConnectRequest | Pick<Refusal, 'code' | 'message'> {
  const app = command.text('app')?.replace(/^\/+|\/+$/g, '') ?? ''
  const scheme = authenticationScheme(`${app} ${command.text('tcUrl') ?? ''}`)
  if (scheme !== null) return { code: 'auth', message: noAuthentication(scheme) }
  if (app === '') return { code: 'app', message: 'The URL names no application' }
  if (!acceptApp(app)) return { code: 'app', message: 'There is no such application here' }
  const name = command.text('flashVer')?.replace(/[^\x20-\x7e]/g, '')
  return { app, encoder: name?.slice(0, MAX_ENCODER) || null }
}
