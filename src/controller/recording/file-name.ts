/** Names that Windows keeps for devices, with or without an ending. */
const reservedNames = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i
const forbiddenCharacters = /[<>:"/\\|?*\p{Cc}]/u
const forbiddenEverywhere = /[<>:"/\\|?*\p{Cc}]/gu

/** Why a file cannot have this name on every system, in a sentence; null when it can. */
export function fileNameProblem(name: string): string | null {
  if (name.trim() === '') return 'It is empty.'
  if (name === '.' || name === '..' || /[/\\]/.test(name)) {
    return 'Give a name without folders; where it goes is the setting "folder".'
  }
  if (forbiddenCharacters.test(name)) return 'It must not hold < > : " | ? * or control characters.'
  if (reservedNames.test(name)) return `${name} is a name that Windows keeps for a device.`
  if (/[. ]$/.test(name)) return 'It must not end in a dot or a blank.'
  if (Buffer.byteLength(name) > 200) return 'It is longer than 200 bytes.'
  return null
}

/** What of a text may stand in a file's name; at most `maxCharacters`. */
export function safeInName(text: string, maxCharacters: number): string {
  return Array.from(text.replace(forbiddenEverywhere, '-')).slice(0, maxCharacters).join('').trim()
}
