import { randomUUID } from 'node:crypto'
import { entityKey, type EntityView } from '../view/index.ts'
import { isNews } from './is-news.ts'

/** What changed on the board from one version to a later one. */
export interface BoardChanges {
  /** The version that the board has with them. */
  readonly version: number
  readonly set: readonly EntityView[]
  /** Keys of what is no longer there. */
  readonly gone: readonly string[]
}

/** How many changes are kept for whoever comes back after a break. */
const keptVersions = 1024

/**
 * All that is shown, as it stands, and what changed: the one place that the page, the event stream and the metrics read.
 * Those who see something put it here; what is the same as before is no change.
 */
export class Board {
  /** New with each start: versions of another board mean nothing here. */
  readonly id = randomUUID()
  readonly #entities = new Map<string, EntityView>()
  /** For each key that changed lately, the version of its last change. */
  readonly #changedAt = new Map<string, number>()
  readonly #listeners = new Set<(isNews: boolean) => void>()
  #version = 0
  /** Changes up to this version are forgotten. */
  #forgottenUpTo = 0

  get version(): number {
    return this.#version
  }

  get entities(): readonly EntityView[] {
    return [...this.#entities.values()]
  }

  get(key: string): EntityView | null {
    return this.#entities.get(key) ?? null
  }

  put(entity: EntityView): void {
    const key = entityKey(entity)
    const before = this.#entities.get(key)
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(entity)) return
    this.#entities.set(key, entity)
    this.#changed(key, isNews(before, entity))
  }

  remove(key: string): void {
    if (this.#entities.delete(key)) this.#changed(key, true)
  }

  /** What changed after `version`; null when that is too long ago, or was never: then all of it has to be taken. */
  changesAfter(version: number): BoardChanges | null {
    if (version > this.#version || version < this.#forgottenUpTo) return null
    const set: EntityView[] = []
    const gone: string[] = []
    for (const [key, at] of this.#changedAt) {
      if (at <= version) continue
      const entity = this.#entities.get(key)
      if (entity === undefined) gone.push(key)
      else set.push(entity)
    }
    return { version: this.#version, set, gone }
  }

  /**
   * Told after each change, within the same turn: a listener only notes that there is something, and whether it is more than a
   * figure that moved. @returns ends it
   */
  onChange(listener: (isNews: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(key: string, isNews: boolean): void {
    this.#version += 1
    // Deleted first, so that the oldest change stands first.
    this.#changedAt.delete(key)
    this.#changedAt.set(key, this.#version)
    this.#forget()
    for (const listener of this.#listeners) listener(isNews)
  }

  /** What is there needs no forgetting: its last change is all that is kept of it. What is gone is forgotten some time. */
  #forget(): void {
    if (this.#changedAt.size <= this.#entities.size + keptVersions) return
    for (const [key, at] of this.#changedAt) {
      if (this.#entities.has(key)) continue
      this.#changedAt.delete(key)
      this.#forgottenUpTo = at
      return
    }
  }
}
