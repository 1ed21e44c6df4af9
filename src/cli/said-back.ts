/**
 * The parser's complaint without what was typed behind `=` and without a value that it quotes, where the text is no
 * option or command of ours: somebody may have put a key there. The name of an argument that is missing is ours.
 *
 * @example withoutValue("error: unknown option '--key=live_123'") // "error: unknown option '--key=…'"
 */
export function withoutValue(text: string): string {
  return text
    .replaceAll(/(--?[A-Za-z][\w-]*)=[^']*/g, '$1=…')
    .replaceAll(/(?<!missing required )(argument )'[^']*'/g, '$1given')
}
