/**
 * A pattern that finds a secret however it is spelt: as it is, percent-encoded (once or twice), as a form field, escaped
 * for JSON, JavaScript, XML or a shell, as UTF-8 bytes shown as Latin-1, and any mixture of these. Each character is one
 * of its spellings, so that it does not matter which encoder left which character alone.
 */
export function spellingsPattern(secret: string): string {
  return Array.from(secret, characterPattern).join('')
}

const xmlNames = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
])
const letterOrDigit = /[\p{L}\p{N}]/u

function characterPattern(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0
  const bytes = [...Buffer.from(character, 'utf8')]
  const spellings = [
    bytes.map((byte) => `%(?:25)?${anyCase(byte)}`).join(''),
    utf16Units(character)
      .map((unit) => String.raw`\\{1,2}u${anyCase(unit >> 8)}${anyCase(unit & 0xff)}`)
      .join(''),
    `&#0*${codePoint};`,
    `&#[xX]0*${Array.from(codePoint.toString(16), hexDigit).join('')};`,
  ]
  if (codePoint > 0x7f) spellings.push(bytes.map((byte) => escapeForPattern(String.fromCharCode(byte))).join(''))
  if (character === '\t') spellings.push(String.raw`\\{1,3}t`)
  if (character === ' ') spellings.push(String.raw`\+`)
  const name = xmlNames.get(character)
  if (name !== undefined) spellings.push(`&${name};`)
  if (codePoint < 0x80) spellings.push(String.raw`\\{1,2}x${anyCase(codePoint)}`)
  // As it is comes last, because `%` also begins its own code; a backslash or two before a sign: JSON, JavaScript, a shell.
  spellings.push((letterOrDigit.test(character) ? '' : String.raw`\\{0,3}`) + escapeForPattern(character))
  return `(?:${spellings.join('|')})`
}

function utf16Units(character: string): number[] {
  const units: number[] = []
  for (let index = 0; index < character.length; index++) units.push(character.charCodeAt(index))
  return units
}

function anyCase(byte: number): string {
  return Array.from(byte.toString(16).padStart(2, '0'), hexDigit).join('')
}

function hexDigit(digit: string): string {
  return /[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
