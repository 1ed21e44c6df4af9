import type { VMixConnection, VMixWatcher } from '../vmix/index.ts'

/**
 * The live state of a controller's vMix. It is watched while somebody observes, and then operations confirm by it too; one
 * that is carried out without that asks vMix itself.
 */
export class VMixWatching {
  readonly #watch: (pollMs: number) => VMixWatcher
  #watcher: VMixWatcher | null = null

  constructor(watch: (pollMs: number) => VMixWatcher) {
    this.#watch = watch
  }

  /** Null while nobody observes here. */
  get watcher(): VMixWatcher | null {
    return this.#watcher
  }

  /** How it stands; null while nobody observes here, and before vMix has answered. */
  get connection(): VMixConnection | null {
    const connection = this.#watcher?.connection ?? null
    return connection === null || connection.via === null ? null : connection
  }

  /** Begins to watch, until what it returns is disposed. */
  begin(pollMs: number): AsyncDisposable & { readonly watcher: VMixWatcher } {
    const watcher = this.#watch(pollMs)
    this.#watcher = watcher
    return {
      watcher,
      [Symbol.asyncDispose]: async () => {
        if (this.#watcher === watcher) this.#watcher = null
        await watcher.close()
      },
    }
  }
}
