/** How an input stands, as `TALLY` tells it. */
export type VMixTally = 'off' | 'program' | 'preview'

/**
 * What vMix sends on its TCP port (vendor's help and captures, v20–v29). An answer to `TALLY` or `ACTS` and an event of
 * a subscription look the same; which of them it is, only who asked can know.
 */
export type VMixTcpMessage =
  /** The greeting, `VERSION OK 29.0.0.49`. */
  | { readonly kind: 'version'; readonly version: string }
  /** `XML <length>` with the document that follows it. */
  | { readonly kind: 'xml'; readonly xml: string }
  /** `TALLY OK 0121`: one entry per input, from input 1 on. */
  | { readonly kind: 'tally'; readonly inputs: readonly VMixTally[] }
  | VMixActivator
  /** Any other `WORD OK text` or `WORD ER text`, such as `FUNCTION OK Completed`; also `XMLTEXT <length>` with its text. */
  | { readonly kind: 'reply'; readonly command: string; readonly ok: boolean; readonly text: string }
  /** A line of another form. */
  | { readonly kind: 'unreadable'; readonly line: string }

/** `ACTS OK InputPreview 2 1`, `ACTS OK Streaming 1`. */
export interface VMixActivator {
  readonly kind: 'activator'
  readonly name: string
  /** From 1; null for what belongs to no input. */
  readonly input: number | null
  /** A number where it is written as one: 0 and 1 for off and on, amplitude 0–1 for volumes. Else the text. */
  readonly value: number | string
}

/** What most lines of a busy client say: not made anew each time. */
const COMPLETED = { kind: 'reply', command: 'FUNCTION', ok: true, text: 'Completed' } as const

/** Reads one line without its end. Never throws; a line of no known form is `unreadable`. */
export function parseMessage(line: string): Exclude<VMixTcpMessage, { kind: 'xml' }> {
  if (line === 'FUNCTION OK Completed') return COMPLETED
  const [, command = '', result, text = ''] = /^([A-Z]{1,32}) (OK|ER)(?: (.*))?$/s.exec(line) ?? []
  if (result === undefined) return { kind: 'unreadable', line }
  if (result === 'OK') {
    const known =
      command === 'ACTS'
        ? parseActivator(text)
        : command === 'TALLY'
          ? parseTally(text)
          : command === 'VERSION'
            ? ({ kind: 'version', version: text.trim() } as const)
            : null
    if (known !== null) return known
    if (command === 'ACTS' || command === 'TALLY') return { kind: 'unreadable', line }
  }
  return { kind: 'reply', command, ok: result === 'OK', text: text.trimEnd() }
}

/** What is sent behind its length: the state document, and texts of it that have more than one line. */
export interface BodyHeader {
  readonly word: 'XML' | 'XMLTEXT'
  /** Bytes, the final line's end included; NaN where the line has none that can be read. */
  readonly length: number
}

/** Reads `XML <length>` and `XMLTEXT <length>`; null for any other line. */
export function bodyHeader(line: string): BodyHeader | null {
  if (!line.startsWith('XML')) return null
  const [, word, rest = ''] = /^(XML|XMLTEXT)(?: (.*))?$/s.exec(line) ?? []
  if (word !== 'XML' && word !== 'XMLTEXT') return null
  const digits = /^(\d{1,15}) *$/.exec(rest)?.[1]
  if (digits !== undefined) return { word, length: Number(digits) }
  // `XMLTEXT OK text` is a line like others; of `XML` only a refusal is.
  const plain = word === 'XMLTEXT' ? /^(?:OK|ER)(?: |$)/ : /^ER(?: |$)/
  return plain.test(rest) ? null : { word, length: Number.NaN }
}

function parseTally(text: string): (VMixTcpMessage & { kind: 'tally' }) | null {
  const inputs: VMixTally[] = []
  for (const digit of text.trimEnd()) {
    if (digit === '0') inputs.push('off')
    else if (digit === '1') inputs.push('program')
    else if (digit === '2') inputs.push('preview')
    // A tally that is not understood is none: a guess could say "off" of a camera that is on air.
    else return null
  }
  return { kind: 'tally', inputs }
}

function parseActivator(text: string): VMixActivator | null {
  const [, name, first, rest] = /^(\S+)(?: (\S*))?(?: (.*))?$/s.exec(text.trimEnd()) ?? []
  if (name === undefined) return null
  if (rest === undefined) return { kind: 'activator', name, input: null, value: readValue(first ?? '') }
  if (first !== undefined && /^\d{1,6}$/.test(first)) {
    return { kind: 'activator', name, input: Number(first), value: readValue(rest) }
  }
  return { kind: 'activator', name, input: null, value: `${first ?? ''} ${rest}` }
}

function readValue(text: string): number | string {
  return /^-?\d{1,15}(?:\.\d{1,30})?(?:E[+-]?\d{1,3})?$/i.test(text) ? Number(text) : text
}
