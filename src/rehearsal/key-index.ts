import { createHash } from 'node:crypto'

/** What belongs to a key, found by the key's hash: how long it takes says nothing of the keys that there are. */
interface KeyIndex<T> {
  find(key: string): T | null
  /** From now on these and no others. */
  become(entries: readonly (readonly [key: string, value: T])[]): void
}

export function keyIndex<T>(): KeyIndex<T> {
  let entries = new Map<string, T>()
  return {
    find: (key) => entries.get(hashOf(key)) ?? null,
    become(next) {
      entries = new Map(next.map(([key, value]) => [hashOf(key), value]))
    },
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}
