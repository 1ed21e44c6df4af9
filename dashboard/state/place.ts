/** The parts of the page; which one is open stands behind the `#`, so that back and a bookmark work. */
export const places = ['show', 'timeline', 'destinations', 'functions', 'settings'] as const
export type Place = (typeof places)[number]

export function placeOf(hash: string): Place {
  const name = hash.replace(/^#\/?/, '')
  return places.find((place) => place === name) ?? 'show'
}
