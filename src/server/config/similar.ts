/**
 * Which of some names was most likely meant; null: none is near enough.
 *
 * @example similar('prt', ['port', 'host']) // 'port'
 */
export function similar(typed: string, names: readonly string[]): string | null {
  const plain = typed.toLowerCase()
  // Nobody mistypes so much, and comparing would take long.
  if (plain.length > 40) return null
  const near = names
    .map((name) => ({ name, distance: distance(plain, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.min(name.length, plain.length) / 3)))
    .toSorted((a, b) => a.distance - b.distance)
  return near[0]?.name ?? null
}

/** How many letters must be put in, taken out, changed, or exchanged with the next. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
