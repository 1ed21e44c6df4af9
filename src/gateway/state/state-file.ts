import { readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { moveFile, replaceFile } from '../../disk/index.ts'
import { systemCode } from '../errors.ts'
import { nothingSaved, parseState, stateText, type ReadState, type SavedState } from './format.ts'

/** Far more than the most that a gateway takes. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * What was found, how long ago its gateway was last there (ms), and where a file that could not be read was put; null:
 * nowhere, it is still in its place.
 */
export type FoundState = ReadState & { readonly ageMs: number; readonly setAside: string | null }

/**
 * `state.json` in the gateway's folder. It holds keys and passphrases, so that only this user may read it (mode 0600; on
 * Windows it has the rights of its folder, which in a user's own data folder are that user's, the system's and the
 * administrators'). It is written beside and put in its place whole, so that there is the old or the new one, never half.
 */
export class StateFile {
  readonly #folder: string
  readonly #path: string
  readonly #clock: Clock

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#path = join(folder, 'state.json')
    this.#clock = clock
  }

  /** What an earlier gateway left. One that is damaged is put aside and never taken for nothing without a word. */
  async read(): Promise<FoundState> {
    let text: string
    let ageMs = 0
    try {
      const { size, mtimeMs } = await stat(this.#path)
      // A clock that was set back says nothing of how long it is ago.
      ageMs = Math.abs(this.#clock.now() - mtimeMs)
      if (size > MAX_BYTES) return await this.#damaged({ state: nothingSaved, unreadable: null })
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return { state: nothingSaved, unreadable: 0, ageMs, setAside: null }
      return await this.#damaged({ state: nothingSaved, unreadable: null })
    }
    const read = parseState(text)
    return read.unreadable === 0 ? { ...read, ageMs, setAside: null } : await this.#damaged(read, ageMs)
  }

  async #damaged(read: ReadState, ageMs = 0): Promise<FoundState> {
    const stamp = new Date(this.#clock.now()).toISOString().replaceAll(/[:.]/g, '-')
    const aside = join(this.#folder, `state.damaged-${stamp}.json`)
    const moved = await moveFile(this.#path, aside, this.#clock).then(
      () => true,
      () => false,
    )
    return { ...read, ageMs, setAside: moved ? aside : null }
  }

  /** @throws the file system's error; then the old file is still there */
  async write(state: SavedState): Promise<void> {
    await replaceFile(this.#path, stateText(state), { writers: 'one', clock: this.#clock })
  }

  /** What stands there holds, now. It costs nothing but a look at the clock where it cannot be said. */
  async touch(): Promise<void> {
    const now = new Date(this.#clock.now())
    await utimes(this.#path, now, now).catch(() => undefined)
  }

  /** Nothing is to be taken up. Works on a full disk, where writing does not. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}
