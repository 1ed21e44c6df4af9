/**
 * Parameters as vMix reads them: a raw `&` ends a value, `+` is a blank, `#` ends everything, and what is not valid
 * percent-encoding stays as it is (the traps that clients fall into; sure).
 */
export function readQuery(query: string): [string, string][] {
  const [before = ''] = query.split('#', 1)
  return [...new URLSearchParams(before)]
}
