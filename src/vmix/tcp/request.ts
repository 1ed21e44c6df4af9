/** What a client asks on vMix's TCP port. */
export type VMixTcpRequest =
  /** `FUNCTION Name k=v&k=v`; `query` as it was sent, still percent-encoded. */
  | { readonly kind: 'function'; readonly name: string; readonly query: string }
  | { readonly kind: 'xml' }
  /** `XMLTEXT vmix/inputs/input[1]/@title` */
  | { readonly kind: 'xmltext'; readonly path: string }
  | { readonly kind: 'tally' }
  /** `ACTS Name [input]`; `input` as it was sent, empty for none. */
  | { readonly kind: 'acts'; readonly name: string; readonly input: string }
  /** `SUBSCRIBE TALLY`; `what` in capitals. */
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly what: string }
  | { readonly kind: 'ping' | 'quit' }
  | { readonly kind: 'unknown'; readonly word: string }

/**
 * Reads one line that a client sent, without its end. Real clients add a trailing blank and write words in lower case.
 * Never throws.
 *
 * @example parseRequest('FUNCTION StartRecording ') // { kind: 'function', name: 'StartRecording', query: '' }
 */
export function parseRequest(line: string): VMixTcpRequest {
  const [word, rest] = firstWord(line.trim())
  switch (word.toUpperCase()) {
    case 'FUNCTION': {
      const [name, query] = firstWord(rest)
      return { kind: 'function', name, query }
    }
    case 'XML':
      return { kind: 'xml' }
    case 'XMLTEXT':
      return { kind: 'xmltext', path: rest }
    case 'TALLY':
      return { kind: 'tally' }
    case 'ACTS': {
      const [name, input] = firstWord(rest)
      return { kind: 'acts', name, input }
    }
    case 'SUBSCRIBE':
      return { kind: 'subscribe', what: rest.toUpperCase() }
    case 'UNSUBSCRIBE':
      return { kind: 'unsubscribe', what: rest.toUpperCase() }
    case 'PING':
      return { kind: 'ping' }
    case 'QUIT':
      return { kind: 'quit' }
    default:
      return { kind: 'unknown', word }
  }
}

function firstWord(text: string): [string, string] {
  const blank = text.search(/\s/)
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank).trimStart()]
}
