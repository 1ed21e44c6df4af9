import { serverLogName } from '../room/index.ts'

/**
 * A stable name for a vMix, made of the name that people call it by: letters and digits, and a number where that one is
 * taken already.
 */
export function instanceIdFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '')
  const id = plain === '' ? 'vmix' : plain
  const all = new Set([...taken, serverLogName])
  for (let n = 1; ; n++) {
    const one = n === 1 ? id : `${id}-${n}`
    if (!all.has(one)) return one
  }
}
