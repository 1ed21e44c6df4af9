import type { SrtDestination, StreamDestination } from '../../controller/index.ts'
import { validateStreamKey } from '../../destinations/index.ts'
import { resolveSecret, Secret, type SecretReference } from '../../secrets/index.ts'
import { green, messageOf, red, yellow, type PreflightLine } from '../line.ts'

type Destination = StreamDestination | SrtDestination

interface UsedKey {
  readonly name: string
  readonly url: string
  readonly key: string
}

/**
 * Is each key there, and is none in two places? The keys are compared here and go nowhere.
 *
 * @returns a line for each key that is missing or cannot be, and one for all
 */
export async function checkKeys(destinations: readonly Destination[]): Promise<readonly PreflightLine[]> {
  const lines: PreflightLine[] = []
  const used: UsedKey[] = []
  for (const { name, url, key } of destinations.flatMap(addressesOf)) {
    if (key == null) continue
    try {
      const text = (await secretOf(key)).reveal()
      const [problem] = validateStreamKey(text)
      if (problem !== undefined) throw new Error(problem.message)
      used.push({ name, url, key: text })
    } catch (error) {
      const action = 'Set it, and look again. A key is a variable (env:NAME) or a file (file:PATH).'
      lines.push(red({ check: 'keys', about: name, message: messageOf(error), action }))
    }
  }
  lines.push(...sharedKeys(used))
  if (lines.length > 0 || used.length === 0) return lines
  const message =
    used.length === 1 ? 'The key is there.' : `All ${used.length} keys are there, and no two are the same.`
  return [green('keys', 'Keys', message)]
}

/** The same key at the same place takes the stream from itself; at another place it is most likely the wrong one. */
function sharedKeys(used: readonly UsedKey[]): readonly PreflightLine[] {
  return used.flatMap((one, at) =>
    used.slice(at + 1).flatMap((other) => {
      if (one.key !== other.key) return []
      const line = { check: 'keys', about: `${one.name}, ${other.name}` } as const
      const action = 'Fetch each key anew from its platform, and set both.'
      return one.url === other.url
        ? [
            red({
              ...line,
              message: 'They have the same address and the same key: one would throw the other out.',
              action,
            }),
          ]
        : [yellow({ ...line, message: 'They have the same key: most likely one of them is wrong.', action })]
    }),
  )
}

function addressesOf(destination: Destination) {
  const name = nameOf(destination)
  const backup = `${name}, backup`
  if ('srtAddress' in destination) {
    // Several receivers of one house may well share a passphrase: only whether it is there is asked.
    return []
  }
  return [
    { name, url: destination.rtmpUrl, key: destination.streamKey },
    ...(destination.backup === undefined
      ? []
      : [{ name: backup, url: destination.backup.rtmpUrl, key: destination.backup.streamKey }]),
  ]
}

export function nameOf(destination: Destination): string {
  if (destination.name !== undefined) return destination.name
  const address = 'srtAddress' in destination ? destination.srtAddress : destination.rtmpUrl
  return URL.parse(address)?.host ?? 'a destination'
}

async function secretOf(key: string | Secret | SecretReference): Promise<Secret> {
  if (typeof key === 'string') return new Secret(key)
  return key instanceof Secret ? key : await resolveSecret(key)
}
