import { type NoteVerifier, noteVerifier } from '../note/index.ts'

/**
 * Whose logs are cosigned. A key stands for the log of its own name (C2SP: a log's key name should be its origin), and for
 * all logs below it: `studio-a` signs `studio-a/localhost-8088/4f1c…` too, since one installation keeps several logs with
 * one key. Where the names of several keys fit, only the longest counts, so that the key of `studio-a` is worth nothing for
 * what has a key of its own.
 */
export class TrustedLogs {
  readonly #keys = new Map<string, NoteVerifier[]>()

  /** @param vkeys verifier keys of logs (type 1); throws NoteError for one that is not in its form */
  constructor(vkeys: readonly string[]) {
    for (const vkey of vkeys) {
      const verifier = noteVerifier(vkey)
      const same = this.#keys.get(verifier.name) ?? []
      if (!same.some(({ keyId }) => keyId === verifier.keyId)) same.push(verifier)
      this.#keys.set(verifier.name, same)
    }
  }

  /** Names of the keys. */
  get names(): readonly string[] {
    return [...this.#keys.keys()]
  }

  /** The keys that may sign a log's checkpoints; none for an unknown log. */
  keysOf(origin: string): readonly NoteVerifier[] {
    for (let name = origin; ; ) {
      const keys = this.#keys.get(name)
      if (keys !== undefined) return keys
      const slash = name.lastIndexOf('/')
      if (slash < 0) return []
      name = name.slice(0, slash)
    }
  }
}
