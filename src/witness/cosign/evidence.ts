import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../chain.ts'
import { type CheckpointBody, parseCheckpointBody } from '../checkpoint/index.ts'
import { formatNote, type Note } from '../note/index.ts'
import { writeWhole } from '../whole-file.ts'

/** Files kept of one log, of each kind. */
const most = 32

/**
 * Keeps checkpoints that a log has signed and a cosigner has refused, in `refused/` of its folder. Two of one size with
 * different roots are proof against whoever signed them, by themselves, and have their own room: anyone who may sign can fill
 * that of the others with proofs that merely do not hold.
 */
export class Evidence {
  readonly #folder: string

  /** @param folder the cosigner's */
  constructor(folder: string) {
    this.#folder = join(folder, 'refused')
  }

  /** A checkpoint whose proof does not hold. */
  async keepUnproved(note: Note): Promise<void> {
    await this.#keep('', [note])
  }

  /** Two checkpoints of one log and one size: both, since the record of the one goes on with the log. */
  async keepConflict(one: Note, other: Note): Promise<void> {
    await this.#keep('conflict-', [one, other])
  }

  async #keep(kind: string, notes: readonly Note[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const there = new Set(await readdir(this.#folder))
    for (const note of notes) {
      const body = parseCheckpointBody(note.text)
      const hash = sha256(body.origin)
      const name = nameOf(hash, kind, body)
      const same = [...there].filter((other) => isOfKind(other, hash, kind))
      if (there.has(name) || same.length >= most) continue
      await writeWhole(join(this.#folder, name), formatNote(note))
      there.add(name)
    }
  }
}

function nameOf(originHash: string, kind: string, { size, root }: CheckpointBody): string {
  return `${originHash}-${kind}${size}-${root.toString('hex', 0, 8)}.txt`
}

function isOfKind(name: string, originHash: string, kind: string): boolean {
  return name.startsWith(`${originHash}-${kind}`) && /^\d/.test(name.slice(originHash.length + 1 + kind.length))
}
