import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../clock/index.ts'
import { Secret } from '../../secrets/index.ts'
import { readStored, writeStored } from '../stored/index.ts'
import { hashOf, sameHash } from './token-text.ts'

const storedSession = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  tokenId: z.string(),
  expiresAt: z.string(),
})
const storedSessions = z.object({ version: z.literal(1), sessions: z.array(storedSession).max(1000) })
type StoredSession = z.infer<typeof storedSession>

/** A browser that has signed in. */
export interface OpenSession {
  /** The hash of what its cookie holds: nobody comes in by it. */
  readonly id: string
  readonly tokenId: string
}

/** What was ended. */
interface EndedSessions {
  readonly count: number
  /** Whether the disk took it: else they are over until the server is started again. */
  readonly kept: boolean
}

/** A week: longer than any show, shorter than for ever. */
export const sessionMs = 7 * 24 * 60 * 60 * 1000
const most = 500
/** By one token: who holds it can sign out nobody but themselves. */
const mostOfToken = 20

/**
 * Browsers that have signed in: `server/sessions.json`, where only hashes are, so that nobody has to sign in again because
 * the server was started again during a show. What a session may do is what its token may do now.
 */
export class SessionBook {
  readonly #path: string
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  #sessions: readonly StoredSession[]
  #writing: Promise<unknown> = Promise.resolve()
  /** Whether the file holds what counts. */
  #isKept = true

  private constructor(path: string, clock: Clock, sessions: readonly StoredSession[]) {
    this.#path = path
    this.#clock = clock
    this.#sessions = sessions
  }

  /** A file that is damaged costs signing in again, no more. */
  static async open(dataFolder: string, clock: Clock): Promise<SessionBook> {
    const path = join(dataFolder, 'server', 'sessions.json')
    const stored = await readStored(path, storedSessions).catch(() => null)
    return new SessionBook(path, clock, stored?.sessions ?? [])
  }

  /** The session whose cookie this is; null: there is none such, or it is over. */
  find(text: string): OpenSession | null {
    const hash = hashOf(text)
    let found: StoredSession | null = null
    for (const session of this.#sessions) if (sameHash(session.sha256, hash)) found = session
    return found === null || this.#isPast(found) ? null : { id: found.sha256, tokenId: found.tokenId }
  }

  /** Whether nobody has ended it. */
  isOpen(id: string): boolean {
    return this.#sessions.some((session) => session.sha256 === id && !this.#isPast(session))
  }

  /** How many browsers are signed in by this token. */
  count(tokenId: string): number {
    return this.#sessions.filter((session) => session.tokenId === tokenId && !this.#isPast(session)).length
  }

  /** Ends all that began by this token, but for the one that stays. */
  async endAllOf(tokenId: string, staying: string | null): Promise<EndedSessions> {
    const ended = this.#sessions.filter((session) => session.tokenId === tokenId && session.sha256 !== staying)
    if (ended.length > 0 || !this.#isKept) {
      await this.#replace(this.#sessions.filter((session) => !ended.includes(session)))
    }
    return { count: ended.filter((session) => !this.#isPast(session)).length, kept: this.#isKept }
  }

  /** Told after one was ended. @returns ends it */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns the text for the cookie */
  async begin(tokenId: string): Promise<Secret> {
    const text = randomBytes(32).toString('base64url')
    const expiresAt = new Date(this.#clock.now() + sessionMs).toISOString()
    const open = this.#sessions.filter((session) => !this.#isPast(session))
    await this.#replace([...withRoomFor(tokenId, open), { sha256: hashOf(text), tokenId, expiresAt }])
    return new Secret(text)
  }

  /** @returns whether the disk took it: else it is over until the server is started again */
  async end(text: string): Promise<boolean> {
    const hash = hashOf(text)
    await this.#replace(this.#sessions.filter(({ sha256 }) => !sameHash(sha256, hash)))
    return this.#isKept
  }

  #isPast({ expiresAt }: StoredSession): boolean {
    return Date.parse(expiresAt) <= this.#clock.now()
  }

  /** One after the other; what could not be written counts until the server ends, and is written with the next. */
  async #replace(sessions: readonly StoredSession[]): Promise<void> {
    const staying = new Set(sessions)
    const isEnded = this.#sessions.some((session) => !staying.has(session))
    this.#sessions = sessions
    if (isEnded) for (const listener of this.#listeners) listener()
    const writing = this.#writing.then(() => this.#write())
    this.#writing = writing
    await writing
  }

  async #write(): Promise<void> {
    try {
      await writeStored(this.#path, { version: 1, sessions: this.#sessions })
      this.#isKept = true
    } catch {
      this.#isKept = false
    }
  }
}

/** What stays when one more comes by this token: the newest of it, and of all others what there is room for. */
function withRoomFor(tokenId: string, open: readonly StoredSession[]): readonly StoredSession[] {
  const own = open.filter((session) => session.tokenId === tokenId)
  const over = new Set(own.slice(0, Math.max(0, own.length - (mostOfToken - 1))))
  let staying = open.filter((session) => !over.has(session))
  while (staying.length >= most) {
    const oldest = oldestOfMost(staying)
    staying = staying.filter((session) => session !== oldest)
  }
  return staying
}

function oldestOfMost(sessions: readonly StoredSession[]): StoredSession | undefined {
  const counts = new Map<string, number>()
  for (const { tokenId } of sessions) counts.set(tokenId, (counts.get(tokenId) ?? 0) + 1)
  const highest = Math.max(...counts.values())
  return sessions.find(({ tokenId }) => counts.get(tokenId) === highest)
}
