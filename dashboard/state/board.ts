import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { EntityView } from '../../src/server/view/index.ts'
import { keyOf, type EntityOf, type Kind } from './entities.ts'
import type { Changes, Snapshot } from './messages.ts'

/** The server's board as this page has it: a signal for each thing, so that only what changed is drawn again. */
export class Board {
  readonly #entities = new Map<string, Signal<EntityView | null>>()
  readonly #keys = new Map<Kind, Signal<readonly string[]>>()
  /** Whether anything came yet. */
  readonly filled = signal(false)

  take(snapshot: Snapshot): void {
    const there = new Set(snapshot.entities.map(keyOf))
    batch(() => {
      for (const [key, entity] of this.#entities) if (entity.peek() !== null && !there.has(key)) this.#remove(key)
      for (const entity of snapshot.entities) this.#put(entity)
      this.filled.value = true
    })
  }

  change(changes: Changes): void {
    batch(() => {
      for (const entity of changes.set) this.#put(entity)
      for (const key of changes.gone) this.#remove(key)
    })
  }

  /** The keys of all things of a kind, in a fixed order. */
  keys(kind: Kind): ReadonlySignal<readonly string[]> {
    return this.#keysOf(kind)
  }

  /** One thing as it stands; null while it is not there. Draws the component again that reads it, when it changes. */
  get<K extends Kind>(kind: K, key: string): EntityOf<K> | null {
    const entity = this.#entity(key).value
    return isOf(kind, entity) ? entity : null
  }

  /** All things of a kind. A component that reads this is drawn again with each change of one of them. */
  all<K extends Kind>(kind: K): readonly EntityOf<K>[] {
    return this.#keysOf(kind)
      .value.map((key) => this.get(kind, key))
      .filter((entity) => entity !== null)
  }

  #put(entity: EntityView): void {
    const key = keyOf(entity)
    const known = this.#entity(key)
    const isNew = known.peek() === null
    known.value = entity
    if (!isNew) return
    const keys = this.#keysOf(entity.kind)
    keys.value = [...keys.peek(), key].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  }

  #remove(key: string): void {
    const known = this.#entities.get(key)
    const entity = known?.peek()
    if (known === undefined || entity === null || entity === undefined) return
    known.value = null
    const keys = this.#keysOf(entity.kind)
    keys.value = keys.peek().filter((one) => one !== key)
  }

  #entity(key: string): Signal<EntityView | null> {
    const known = this.#entities.get(key)
    if (known !== undefined) return known
    const made = signal<EntityView | null>(null)
    this.#entities.set(key, made)
    return made
  }

  #keysOf(kind: Kind): Signal<readonly string[]> {
    const known = this.#keys.get(kind)
    if (known !== undefined) return known
    const made = signal<readonly string[]>([])
    this.#keys.set(kind, made)
    return made
  }
}

function isOf<K extends Kind>(kind: K, entity: EntityView | null): entity is EntityOf<K> {
  return entity?.kind === kind
}
