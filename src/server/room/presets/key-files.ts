import { chmod, mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { replaceFile } from '../../../disk/index.ts'
import type { Secret, SecretReference } from '../../../secrets/index.ts'

/**
 * Stream keys and passwords that were given on the page or over the API: a file each, readable by its owner alone (on
 * Windows: by whoever may read the folder). They are read by their reference, as late as possible.
 */
export class KeyFiles {
  readonly #folder: string
  readonly #kind: 'preset' | 'instance'

  constructor(serverFolder: string, kind: 'preset' | 'instance') {
    this.#folder = join(serverFolder, 'keys')
    this.#kind = kind
  }

  reference(id: string): SecretReference & { readonly kind: 'file' } {
    return { kind: 'file', path: this.#path(id) }
  }

  /** Whole: a start that reads it meanwhile gets the old key or the new one, never half of one. */
  async write(id: string, key: Secret): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await chmod(this.#folder, 0o700)
    await replaceFile(this.#path(id), `${key.reveal()}\n`, { writers: 'one' })
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true })
  }

  /** The same by its file; one that is not of these is left alone. */
  async removeAt(path: string): Promise<void> {
    const isOwn = dirname(path) === this.#folder && basename(path).startsWith(`${this.#kind}-`)
    if (isOwn) await rm(path, { force: true })
  }

  /** With something in front: `con.key` is no file's name on Windows. */
  #path(id: string): string {
    return join(this.#folder, `${this.#kind}-${id}.key`)
  }
}
