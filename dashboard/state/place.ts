/** The parts of the page; which one is open stands behind the `#`, so that back and a bookmark work. */
export const places = ['show', 'timeline', 'destinations', 'functions', 'settings'] as const
/** Come to by a link, not by the bar on top. */
const more = ['first-steps'] as const
export type Place = (typeof places | typeof more)[number]

export function placeOf(hash: string): Place {
  const name = hash.replace(/^#\/?/, '')
  return [...places, ...more].find((place) => place === name) ?? 'show'
}
