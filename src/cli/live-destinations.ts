import type { SrtDestination, StreamDestination } from '../controller/index.ts'
import { checkKey, checkOneKey, parseDestination } from './destination-argument.ts'
import { usageError } from './exit-code.ts'
import { parseSrt } from './srt-argument.ts'

/** Where a show can go, by RTMP or by SRT. */
export type LiveDestination = StreamDestination | SrtDestination

/** What stands between a destination and its backup. */
const OR = /^or$/i

/**
 * Several at once, each with its own key: `A B`. `A or B` is one destination, with B as its backup address.
 *
 * @throws CommandFailed (usage)
 */
export function parseLiveDestinations(texts: readonly string[], keyEnv?: string): readonly LiveDestination[] {
  checkOneKey(texts, keyEnv)
  const destinations: LiveDestination[] = []
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] ?? ''
    if (OR.test(text)) throw usageError('"or" stands between a destination and its backup: A or B.')
    const main = parseOne(text, keyEnv)
    if (!OR.test(texts[at + 1] ?? '')) {
      destinations.push(main)
      continue
    }
    const second = texts[at + 2]
    if (second === undefined || OR.test(second)) throw usageError('Behind "or" the backup is missing: A or B.')
    destinations.push(withBackup(main, parseOne(second)))
    at += 2
  }
  return destinations
}

function parseOne(text: string, keyEnv?: string): LiveDestination {
  const key = keyEnv === undefined ? {} : { keyEnv }
  return /^srt:/i.test(text) ? parseSrt(text, key) : parseDestination(text, keyEnv)
}

function withBackup(main: LiveDestination, second: LiveDestination): LiveDestination {
  if ('srtAddress' in main && 'srtAddress' in second) {
    const { srtAddress, passphrase = null } = second
    return { ...main, backup: { srtAddress, passphrase } }
  }
  if ('rtmpUrl' in main && 'rtmpUrl' in second) {
    const { rtmpUrl, streamKey } = second
    return { ...main, backup: { rtmpUrl, streamKey } }
  }
  throw usageError('A destination and its backup speak the same: both RTMP, or both SRT.')
}

/** Looks whether the keys or passphrases that references name are there. @throws SecretError with what to do */
export async function checkSecret(destination: LiveDestination): Promise<void> {
  const secrets =
    'srtAddress' in destination
      ? [destination.passphrase, destination.backup?.passphrase]
      : [destination.streamKey, destination.backup?.streamKey]
  for (const secret of secrets) if (secret != null) await checkKey(secret)
}
