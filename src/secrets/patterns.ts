/** What is put in a secret's place. */
export const mask = '[secret]'

/** Names of query parameters and header-like fields whose value nobody else may see. */
const secretName = String.raw`[\w.-]*(?:key|token|pass(?:word|phrase|wd)?|pwd|secret|signature|credential|auth)[\w.-]*|sig|streamid`
/** What may stand in a URL's parameter. */
const value = String.raw`[^&#\s"'<>\\]+`

const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // user:password@ in any URL, also one that is a parameter of another
  [
    /((?:^|[^A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}(?::|%3a)(?:\/|%2f){2})[^\s/?#@"'<>%]*(?:%(?!2f|40)[^\s/?#@"'<>%]*)*(?:@|%40)/gi,
    `$1${mask}@`,
  ],
  // rtmp://host/app/KEY…: the last part behind the app
  [
    /(\brtmp[a-z]{0,3}:\/\/[^\s/?#"'<>]+(?:\/[^\s/?#"'<>]+)*?\/[^\s/?#"'<>]+\/)[^\s/"'<>]+(?=$|[\s"'<>])/gi,
    `$1${mask}`,
  ],
  [
    /(\brtmp[a-z]{0,3}%3a%2f%2f(?:(?!%2f)[^\s&"'<>])+(?:%2f(?:(?!%2f)[^\s&"'<>])+)*?%2f(?:(?!%2f)[^\s&"'<>])+%2f)(?:(?!%2f)[^\s&"'<>])+(?=$|[\s&"'<>])/gi,
    `$1${mask}`,
  ],
  [new RegExp(String.raw`((?:[?&;]|%3f|%26)(?:${secretName})(?:=|%3d))${value}`, 'gi'), `$1${mask}`],
  [/(\b(?:authorization|proxy-authorization)\s*[:=]\s*(?:basic|bearer|digest)?\s*)[^\s"',]+/gi, `$1${mask}`],
]

const setsSecret = /StreamingSet(?:Key|Password|Username)/i
const channelValue = /(\bvalue(?:=|%3d)\d+(?:,|%2c))[^&\s"'<>]*/gi
const worthALook = /:\/\/|%3a|[?&;=]|authorization/i

/**
 * Masks what looks like a secret by where it stands, without knowing it: logins in URLs, the key in an RTMP URL,
 * parameters with telling names, `Value=0,KEY` of vMix's StreamingSetKey and its like, Authorization headers.
 */
export function maskByPattern(text: string): string {
  if (!worthALook.test(text)) return text
  let masked = setsSecret.test(text) ? text.replace(channelValue, `$1${mask}`) : text
  for (const [pattern, replacement] of rules) masked = masked.replace(pattern, replacement)
  return masked
}
