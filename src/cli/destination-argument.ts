import { StreamingDestinations, validateRtmpUrl, type RtmpDestination } from '../destinations/index.ts'
import { parseSecretReference, resolveSecret, SecretError, type SecretReference } from '../secrets/index.ts'
import { usageError } from './exit-code.ts'

/** How a destination is written, for help and errors. */
export const destinationForms = 'twitch:env:TW_KEY, youtube:file:key.txt, or rtmp://server/app:env:NAME'

const byReference =
  'A key is given by reference, never as an argument, because the process list is public: ' +
  `${destinationForms}. With a single destination --key-env NAME works too.`

/**
 * Reads `twitch|youtube|facebook` or a URL, with the key's reference behind it or in `keyEnv`. Nothing that was typed is
 * repeated in a complaint: it may be a key in the wrong place.
 *
 * @throws CommandFailed (usage)
 * @example parseDestination('rtmp://localhost:1935/live:env:NAME') // { rtmpUrl: 'rtmp://localhost:1935/live/', … }
 */
export function parseDestination(text: string, keyEnv?: string): RtmpDestination {
  const { target, reference } = splitReference(text)
  if (reference !== null && keyEnv !== undefined) {
    throw usageError('The key is named twice: behind the destination and by --key-env. Leave one away.')
  }
  const key = reference ?? (keyEnv === undefined ? null : ({ kind: 'env', name: keyEnv } as const))
  if (key === null) throw usageError(`The destination names no key. ${byReference}`)
  return destinationOf(target, key)
}

/** With several destinations each names its own key. @throws CommandFailed (usage) */
export function checkOneKey(texts: readonly string[], keyEnv: string | undefined): void {
  if (keyEnv === undefined || texts.length <= 1) return
  throw usageError(
    `--key-env is for a single destination, without a backup. Name each one's key behind it: ${destinationForms}.`,
  )
}

/** Looks whether the key that a reference names is there. @throws SecretError with what to do */
export async function checkKey(key: RtmpDestination['streamKey']): Promise<void> {
  if (typeof key === 'object' && 'kind' in key) await resolveSecret(key)
}

/** A URL has colons of its own: the last `:env:` or `:file:` is where the reference begins. */
export function splitReference(text: string): { readonly target: string; readonly reference: SecretReference | null } {
  const at = Math.max(text.lastIndexOf(':env:'), text.lastIndexOf(':file:'))
  if (at < 0) return { target: text, reference: null }
  try {
    return { target: text.slice(0, at), reference: parseSecretReference(text.slice(at + 1)) }
  } catch (cause) {
    if (cause instanceof SecretError) throw usageError(cause.message, { cause })
    throw cause
  }
}

function destinationOf(target: string, key: SecretReference): RtmpDestination {
  switch (target.toLowerCase()) {
    case 'twitch':
      return StreamingDestinations.twitch(key)
    case 'youtube':
      return StreamingDestinations.youtube(key)
    case 'facebook':
      return StreamingDestinations.facebook(key)
  }
  if (/^srt:/i.test(target)) {
    throw usageError('By SRT a stream is started with "vmixctl stream start srt://…".')
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    throw usageError(`The destination is neither twitch, youtube, facebook nor a URL. ${byReference}`)
  }
  const problem = validateRtmpUrl(target)[0]
  if (problem !== undefined) throw usageError(problem.message)
  // Behind the server a colon stands in no application's name; a key that was glued on looks like this.
  if (new URL(target).pathname.includes(':')) throw usageError(`Behind the URL stands no reference. ${byReference}`)
  // With the port: two servers on one machine are told apart by it.
  return { ...StreamingDestinations.customRtmp(target, key), name: new URL(target).host }
}
