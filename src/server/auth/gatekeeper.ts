import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import { Problem } from '../http/problem.ts'
import { isLoopbackAddress, plainAddress } from './address.ts'
import type { Caller } from './caller.ts'
import { sessionCookie } from './cookie.ts'
import type { LoginLimits } from './login-limits.ts'
import { foreignOrigin, isKnownHost, originOf, unproven } from './origin.ts'
import type { RefusalRecord } from './refusals.ts'
import type { SessionBook } from './sessions.ts'
import { looksLikeToken, tokenInAddress } from './token-text.ts'
import type { TokenBook, TokenView } from './tokens.ts'

export interface GatekeeperOptions {
  readonly tokens: TokenBook
  readonly sessions: SessionBook
  readonly limits: LoginLimits
  readonly refusals: RefusalRecord
  readonly clock: Clock
  /** Names, beside localhost and the address that was reached, by which this server may be called. */
  readonly hosts: readonly string[]
}

/** Says who a request is from, or refuses it and notes that. */
export class Gatekeeper {
  readonly #options: GatekeeperOptions

  constructor(options: GatekeeperOptions) {
    this.#options = options
  }

  get tokens(): TokenBook {
    return this.#options.tokens
  }

  get sessions(): SessionBook {
    return this.#options.sessions
  }

  /** What holds for every request, also for one that needs nobody. @throws Problem */
  checkHost(request: IncomingMessage): void {
    if (!isKnownHost(originOf(request), this.#options.hosts)) {
      throw this.#refused(
        request,
        new Problem(
          421,
          'foreign_host',
          'This server is called by a name that it does not know. Use localhost or its address, or add the name to "hosts" in the configuration.',
        ),
      )
    }
    if (tokenInAddress(request.url ?? '')) {
      throw this.#refused(
        request,
        new Problem(
          400,
          'token_in_url',
          'A token does not belong into an address, where logs and histories keep it. Send it as "Authorization: Bearer …". If it was a real one: revoke it.',
        ),
      )
    }
  }

  /** @throws Problem where nobody may come in */
  async identify(request: IncomingMessage): Promise<Caller> {
    this.#checkPage(request)
    const caller = await this.#caller(request)
    this.#checkProof(request, caller.by)
    return caller
  }

  /** Signs a browser in. @returns what its cookie holds. @throws Problem */
  async signIn(request: IncomingMessage, text: string): Promise<{ readonly caller: Caller; readonly cookie: string }> {
    this.#checkPage(request)
    this.#checkProof(request, 'local')
    await this.#look()
    const token = this.#try(request, text)
    const { sessions } = this.#options
    const session = await sessions.begin(token.id)
    const sessionId = sessions.find(session.reveal())?.id ?? null
    return { caller: callerOf(token, 'session', sessionId), cookie: session.reveal() }
  }

  /** @returns whether the disk took it: else it is over until the server is started again */
  async signOut(request: IncomingMessage): Promise<boolean> {
    const cookie = sessionCookie(request)
    return cookie === null || (await this.#options.sessions.end(cookie))
  }

  /** Whether who came in would still be let in: its token is there, and not past its time, and nobody has signed it out. */
  isStillIn(caller: Caller): boolean {
    if (caller.tokenId === null) return !this.tokens.any
    if (caller.sessionId !== null && !this.sessions.isOpen(caller.sessionId)) return false
    return this.tokens.byId(caller.tokenId)?.role === caller.role
  }

  /** Notes that somebody was turned away for what is not theirs. */
  refuse(request: IncomingMessage, problem: Problem): Problem {
    return this.#refused(request, problem)
  }

  /** A token file that was damaged during a show keeps nobody out who was in: the tokens that were read last count. */
  async #look(): Promise<void> {
    await this.#options.tokens.refresh().catch(() => undefined)
  }

  async #caller(request: IncomingMessage): Promise<Caller> {
    const { tokens, sessions } = this.#options
    await this.#look()
    const { authorization } = request.headers
    if (authorization !== undefined) {
      return callerOf(
        this.#try(request, /^Bearer (?<token>\S+)$/i.exec(authorization)?.groups?.['token'] ?? ''),
        'token',
      )
    }
    const cookie = sessionCookie(request)
    const session = cookie === null ? null : sessions.find(cookie)
    const token = session === null ? null : tokens.byId(session.tokenId)
    if (session !== null && token !== null) {
      tokens.used(token.id)
      return callerOf(token, 'session', session.id)
    }
    if (!tokens.any && isLocal(request)) {
      return { role: 'admin', name: 'local', by: 'local', tokenId: null, sessionId: null }
    }
    const detail = tokens.any
      ? 'Sign in with a token, or send it as "Authorization: Bearer …".'
      : 'From another machine a token is needed. Make one on the server: vmixctl token add NAME --role operator'
    throw this.#refused(
      request,
      new Problem(401, 'token_needed', detail, { headers: { 'www-authenticate': 'Bearer' } }),
    )
  }

  /**
   * A good one comes in whatever was tried before it: it cannot be guessed, and what came from its address may be of
   * another program. @throws Problem for a wrong one, and for one too many
   */
  #try(request: IncomingMessage, text: string): TokenView {
    const { limits, tokens } = this.#options
    const token = looksLikeToken(text) ? tokens.find(text) : null
    if (token === null) throw this.#wrong(request)
    limits.succeeded(addressOf(request))
    tokens.used(token.id)
    return token
  }

  #wrong(request: IncomingMessage): Problem {
    const { clock, limits } = this.#options
    const address = addressOf(request)
    const now = clock.monotonic()
    const wait = Math.ceil(limits.waitMs(address, now) / 1000)
    if (wait > 0) {
      return this.#refused(
        request,
        new Problem(429, 'too_many_tries', `Too many wrong tokens. Try again in ${wait} s.`, {
          headers: { 'retry-after': String(wait) },
        }),
      )
    }
    limits.failed(address, now)
    return this.#refused(
      request,
      new Problem(401, 'token_wrong', 'This token is not known, was revoked, or has expired.', {
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      }),
    )
  }

  #checkPage(request: IncomingMessage): void {
    const foreign = foreignOrigin(originOf(request))
    if (foreign !== null) throw this.#refused(request, new Problem(403, 'foreign_origin', foreign))
  }

  #checkProof(request: IncomingMessage, by: Caller['by']): void {
    const why = unproven(originOf(request), by)
    if (why !== null) throw this.#refused(request, new Problem(403, 'origin_missing', why))
  }

  #refused(request: IncomingMessage, problem: Problem): Problem {
    this.#options.refusals.note(problem.code, addressOf(request))
    return problem
  }
}

function callerOf({ id, name, role }: TokenView, by: 'token' | 'session', sessionId: string | null = null): Caller {
  return { role, name, by, tokenId: id, sessionId }
}

function addressOf({ socket }: IncomingMessage): string {
  return plainAddress(socket.remoteAddress ?? 'unknown')
}

/** From this machine, and not passed on by something on this machine. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']
  if (passedOn.some((name) => headers[name] !== undefined)) return false
  return isLoopbackAddress(socket.remoteAddress ?? '')
}
