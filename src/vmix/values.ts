/** `True` and `False` as vMix writes them, in any case; anything else is not told. */
export function readBoolean(text: string | undefined): boolean | null {
  if (text === undefined) return null
  if (text === 'True' || text === 'true') return true
  if (text === 'False' || text === 'false') return false
  const lower = text.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : null
}

/** A finite decimal number; `null` for anything else, the empty text included. */
export function readNumber(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** Seconds of `00:15:30`, `15:30` or `930`. */
export function readSeconds(text: string): number | null {
  let seconds = 0
  for (const part of text.trim().split(':')) {
    if (!/^\d{1,9}$/.test(part)) return null
    seconds = seconds * 60 + Number(part)
  }
  return seconds
}
