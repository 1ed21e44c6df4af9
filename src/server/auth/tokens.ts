import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { KernelLock } from '../../witness/index.ts'
import { roles, type Role } from './permissions.ts'
import { readStored, stampOf, writeStored } from '../stored/index.ts'
import { hashOf, newTokenText, sameHash } from './token-text.ts'

/** A token without what makes it one. */
export const tokenView = z
  .object({
    id: z.string(),
    /** Whose it is: the actor in the show log. */
    name: z.string(),
    role: z.enum(roles),
    createdAt: z.string(),
    /** Null: it does not expire. */
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'Token' })
export type TokenView = z.infer<typeof tokenView>

const storedToken = tokenView.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const storedTokens = z.object({ version: z.literal(1), tokens: z.array(storedToken).max(1000) })
type StoredToken = z.infer<typeof storedToken>

/** What a token may be called: it stands in logs and lists. */
export const tokenName = z
  .string()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._@-]{0,62}[\p{L}\p{N}])?$/u, 'use up to 64 letters, digits, blanks and . _ @ -')

/** Why a token was not made. */
export class TokenError extends Error {
  readonly code: 'name_taken' | 'bad_name' | 'too_many'
  constructor(code: TokenError['code'], message: string) {
    super(message)
    this.name = 'TokenError'
    this.code = code
  }
}

const dayMs = 24 * 60 * 60 * 1000
/** The file is looked at again at most this often, ms: a token that was revoked beside the server is gone within it. */
const lookEveryMs = 250

const longestLookMs = 200

/**
 * The tokens of one data folder: `server/tokens.json`, where only their hashes are. The server and `vmixctl token` may both
 * change it: each change is made alone, on what the file holds then.
 */
export class TokenBook {
  readonly #folder: string
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  /** At most one for each token that was ever good. */
  readonly #usedMs = new Map<string, number>()
  #tokens: readonly StoredToken[] = []
  #stamp: string | null = null
  #lookedAt = Number.NEGATIVE_INFINITY

  private constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  /** @throws Error for a file that is damaged: then nobody comes in, rather than everybody */
  static async open(dataFolder: string, clock: Clock): Promise<TokenBook> {
    const book = new TokenBook(join(dataFolder, 'server'), clock)
    await book.#read()
    return book
  }

  /** Whether there is any, past its time or not: then nobody comes in without one. */
  get any(): boolean {
    return this.#tokens.length > 0
  }

  list(): readonly TokenView[] {
    return this.#tokens.map(viewOf)
  }

  /** Reads what others changed. @throws Error for a damaged file */
  async refresh(): Promise<void> {
    const now = this.#clock.monotonic()
    if (now - this.#lookedAt < lookEveryMs) return
    this.#lookedAt = now
    const looking = stampOf(this.#path).then((stamp) => (stamp === this.#stamp ? undefined : this.#read()))
    // A disk that hangs must not hold a stop: then what is known counts, and the look goes on.
    looking.catch(() => undefined)
    await Promise.race([looking, this.#clock.sleep(longestLookMs, undefined, { background: true })])
  }

  /** The token that this text is; null: none, or past its time. */
  find(text: string): TokenView | null {
    const hash = hashOf(text)
    let found: StoredToken | null = null
    // All of them, always: how long it takes says nothing.
    for (const token of this.#tokens) if (sameHash(token.sha256, hash)) found = token
    return found === null || this.#isPast(found) ? null : viewOf(found)
  }

  /** The token of this id, while it is good. */
  byId(id: string): TokenView | null {
    const found = this.#tokens.find((token) => token.id === id)
    return found === undefined || this.#isPast(found) ? null : viewOf(found)
  }

  /** Somebody came in by it just now. */
  used(id: string): void {
    this.#usedMs.set(id, this.#clock.now())
  }

  /** When somebody last came in by it, ms since 1970; null: not since this book was opened. */
  lastUsed(id: string): number | null {
    return this.#usedMs.get(id) ?? null
  }

  /** Makes one. Its text is nowhere afterwards but with who asked. @throws TokenError */
  async add(wanted: {
    readonly name: string
    readonly role: Role
    /** Null: it does not expire. */
    readonly expiresInDays: number | null
  }): Promise<{ readonly token: Secret; readonly view: TokenView }> {
    if (!tokenName.safeParse(wanted.name).success) {
      throw new TokenError('bad_name', 'Invalid name. Use up to 64 letters, digits, blanks and . _ @ -')
    }
    const token = newTokenText()
    const now = this.#clock.now()
    const { name, role, expiresInDays } = wanted
    const view: TokenView = {
      id: randomUUID(),
      name,
      role,
      createdAt: new Date(now).toISOString(),
      expiresAt: expiresInDays === null ? null : new Date(now + expiresInDays * dayMs).toISOString(),
    }
    await this.#change((tokens) => {
      if (tokens.some((other) => other.name === name)) {
        throw new TokenError('name_taken', 'There is a token of this name. Revoke it first, or choose another name.')
      }
      if (tokens.length >= 1000) throw new TokenError('too_many', 'There are 1000 tokens. Revoke some first.')
      return [...tokens, { ...view, sha256: hashOf(token.reveal()) }]
    })
    return { token, view }
  }

  /** Takes one away, by its id or name. @returns what it was; null: there is none */
  async revoke(idOrName: string): Promise<TokenView | null> {
    let revoked: StoredToken | undefined
    await this.#change((tokens) => {
      revoked = tokens.find(({ id, name }) => id === idOrName || name === idOrName)
      return tokens.filter((token) => token !== revoked)
    })
    return revoked === undefined ? null : viewOf(revoked)
  }

  /** Told after each change, whoever made it. @returns ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get #path(): string {
    return join(this.#folder, 'tokens.json')
  }

  #isPast({ expiresAt }: StoredToken): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= this.#clock.now()
  }

  async #change(change: (tokens: readonly StoredToken[]) => readonly StoredToken[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    using _held = await new KernelLock(join(this.#folder, 'tokens')).acquire({ clock: this.#clock, timeoutMs: 5000 })
    await this.#read()
    await writeStored(this.#path, { version: 1, tokens: change(this.#tokens) })
    await this.#read()
  }

  async #read(): Promise<void> {
    // Before the text: what changes in between is read again the next time.
    const stamp = await stampOf(this.#path)
    const before = this.#stamp
    this.#tokens = (await readStored(this.#path, storedTokens))?.tokens ?? []
    this.#stamp = stamp
    if (stamp !== before) for (const listener of this.#listeners) listener()
  }
}

function viewOf({ id, name, role, createdAt, expiresAt }: StoredToken): TokenView {
  return { id, name, role, createdAt, expiresAt }
}
