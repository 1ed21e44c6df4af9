/** JSON whose form is right and whose values are not: what a parser lets through, and a program must not. */

const DEEP = 5000

/** No address is among them, and nothing that one could become: what is attacked may try to reach what it is given. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  -0,
  1e308,
  -1e308,
  0.1,
  2 ** 53,
  2 ** 31,
  4_294_967_296,
  '',
  ' ',
  '\0',
  'x',
  'x'.repeat(200),
  'x'.repeat(20_000),
  '\u{1F3A5}'.repeat(300),
  '\uD800',
  '\u202Etxt.exe',
  '..',
  '../../x',
  '/dev/null/x',
  'C:\\x',
  '%00',
  '${7*7}',
  '$(true)',
  '<script>alert(1)</script>',
  "'; DROP TABLE shows; --",
  '__proto__',
  'constructor',
  'rtmp://',
  'rtmp://127.0.0.1:99999/app',
  'rtmp://user:word@127.0.0.1:1/app',
  'rtmps://[::1',
  'file:///x',
  'srt://127.0.0.1',
  'srt://127.0.0.1:0',
  '1e9',
  'NaN',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '2099-01-01T00:00:00+25:00',
  [],
  {},
  [[]],
  { length: 1e9 },
  { toString: 1, valueOf: 2, hasOwnProperty: 3 },
  Array.from({ length: 3000 }, () => 0),
]

type Random = () => number
const pick = <T>(list: readonly T[], random: Random): T | undefined => list[Math.floor(random() * list.length)]

/** Every object and array in a value, itself included. */
function containers(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(containers)]
}

/** A copy with one to three of its values changed, left out, brought from elsewhere, or with names that it should not have. */
export function hostileJson(seed: unknown, random: Random): string {
  const copy: unknown = structuredClone(seed)
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const place = pick(containers(copy), random)
    if (place !== undefined) change(place, random)
  }
  const text = JSON.stringify(copy)
  switch (Math.floor(random() * 12)) {
    case 0:
      // As JSON.parse sees it, and no object literal could be: a name that is the prototype's.
      return text.replace('{', '{"__proto__":{"ok":true,"kind":"feed.close"},')
    case 1:
      // Twice the same name.
      return text.replace('{', '{"kind":"output.remove","version":2,')
    case 2:
      return text.replace(/:[^,{}[\]]+/, `:${'['.repeat(DEEP)}${']'.repeat(DEEP)}`)
    case 3:
      return text.slice(0, Math.floor(random() * text.length))
    default:
      return text
  }
}

function change(place: object, random: Random): void {
  const name = pick(Object.keys(place), random)
  const value: unknown = structuredClone(pick(hostileValues, random))
  if (name === undefined || random() < 0.15)
    Reflect.set(place, pick(['x', 'then', 'kind', '0', ''], random) ?? 'x', value)
  else if (random() < 0.2) Reflect.deleteProperty(place, name)
  else Reflect.set(place, name, value)
}
