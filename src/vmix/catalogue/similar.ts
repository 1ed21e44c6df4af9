import { FUNCTIONS } from './functions.ts'

const most = 3

/**
 * Functions that a mistyped or shortened name may mean, best first; at most three. For "Did you mean …?" only: a call is
 * never sent to another function than the one named.
 *
 * @example similarFunctions('setvolme') // ['SetVolume']
 */
export function similarFunctions(name: string): readonly string[] {
  const wanted = name.trim().toLowerCase()
  if (wanted === '') return []
  const sameLetters = FUNCTIONS.filter((each) => each.name.toLowerCase() === wanted)
  if (sameLetters.length > 0) return sameLetters.map((each) => each.name)
  const scored = FUNCTIONS.map((each) => ({ name: each.name, score: distance(wanted, each.name.toLowerCase()) }))
  const near = scored.filter(({ score }) => score <= Math.max(1, Math.floor(wanted.length / 5)))
  if (near.length > 0) return best(near)
  const begins = scored.filter(
    ({ name: known }) => known.toLowerCase().startsWith(wanted) || initials(known) === wanted,
  )
  if (begins.length > 0) return best(begins)
  return best(scored.filter(({ name: known }) => wanted.length >= 4 && known.toLowerCase().includes(wanted)))
}

function best(scored: readonly { readonly name: string; readonly score: number }[]): readonly string[] {
  return scored
    .toSorted((one, other) => one.score - other.score || one.name.length - other.name.length)
    .slice(0, most)
    .map(({ name }) => name)
}

/** First letters of the words of a name: `ssr` of StartStopRecording. */
function initials(name: string): string {
  return (name.match(/[A-Z]/g) ?? []).join('').toLowerCase()
}

/** Levenshtein's distance: how many letters to add, leave away or change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1]
    for (let column = 1; column <= other.length; column++) {
      const changed = (row[column - 1] ?? 0) + (one[index] === other[column - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
