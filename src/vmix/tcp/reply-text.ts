import type { VMixTally } from './message.ts'

const DIGITS: Readonly<Record<VMixTally, string>> = { off: '0', program: '1', preview: '2' }

/** `XML <length>` and the document, as vMix sends them: the length counts bytes, the final CRLF included [A]. */
export function xmlReply(xml: string): Buffer {
  const length = Buffer.byteLength(xml) + 2
  return Buffer.from(`XML ${length}\r\n${xml}\r\n`)
}

/** `TALLY OK 0121` with its CRLF. */
export function tallyReply(inputs: readonly VMixTally[]): string {
  return `TALLY OK ${inputs.map((input) => DIGITS[input]).join('')}\r\n`
}
