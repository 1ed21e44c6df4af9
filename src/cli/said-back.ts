/**
 * The parser's complaint without what was typed behind `=` and without an argument that it quotes, where the text is no
 * option or command of ours: somebody may have put a key there.
 *
 * @example withoutValue("error: unknown option '--key=live_123'") // "error: unknown option '--key=…'"
 */
export function withoutValue(text: string): string {
  return text.replaceAll(/(--?[A-Za-z][\w-]*)=[^']*/g, '$1=…').replaceAll(/(argument )'[^']*'/g, '$1given')
}
