const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Standard base64 (RFC 4648, section 4) in its only spelling: padded, no line breaks, unused bits zero. Null for anything
 * else, so that a text of ours has one form and no second one that means the same.
 */
export function decodeBase64(text: string): Buffer | null {
  if (!form.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
