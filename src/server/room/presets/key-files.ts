import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Secret, SecretReference } from '../../../secrets/index.ts'

/**
 * Keys that were given on the page or over the API: a file each, readable by its owner alone (on Windows: by whoever may
 * read the folder). A start reads its key
 * by the reference, as late as possible.
 */
export class KeyFiles {
  readonly #folder: string

  constructor(serverFolder: string) {
    this.#folder = join(serverFolder, 'keys')
  }

  reference(id: string): SecretReference {
    return { kind: 'file', path: this.#path(id) }
  }

  /** Beside it and renamed: a start that reads it meanwhile gets the old key or the new one, never half of one. */
  async write(id: string, key: Secret): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await chmod(this.#folder, 0o700)
    const draft = `${this.#path(id)}.${randomBytes(6).toString('hex')}`
    try {
      {
        await using file = await open(draft, 'wx', 0o600)
        await file.writeFile(`${key.reveal()}\n`)
        await file.sync()
      }
      await rename(draft, this.#path(id))
    } finally {
      await rm(draft, { force: true })
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true })
  }

  /** With something in front: `con.key` is no file's name on Windows. */
  #path(id: string): string {
    return join(this.#folder, `preset-${id}.key`)
  }
}
