import type { SrtDestination } from '../controller/index.ts'
import type { RtmpDestination } from '../destinations/index.ts'
import { checkKey, checkOneKey, parseDestination } from './destination-argument.ts'
import { parseSrt } from './srt-argument.ts'

/** Where a show can go, by RTMP or by SRT. */
export type LiveDestination = RtmpDestination | SrtDestination

/** Several at once; each its own key. @throws CommandFailed (usage) */
export function parseLiveDestinations(texts: readonly string[], keyEnv?: string): readonly LiveDestination[] {
  checkOneKey(texts, keyEnv)
  const key = keyEnv === undefined ? {} : { keyEnv }
  return texts.map((text) => (/^srt:/i.test(text) ? parseSrt(text, key) : parseDestination(text, keyEnv)))
}

/** Looks whether the key or passphrase that a reference names is there. @throws SecretError with what to do */
export async function checkSecret(destination: LiveDestination): Promise<void> {
  const secret = 'srtAddress' in destination ? destination.passphrase : destination.streamKey
  if (secret != null) await checkKey(secret)
}
