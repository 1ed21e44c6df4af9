import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/**
 * Where everything is printed. Colour only where standard output is a terminal that wants it (`NO_COLOR` is respected);
 * sentences about failures go to standard error, objects for programs to standard output.
 */
export const terminal = {
  /** Somebody sits in front of it and can answer. */
  get interactive(): boolean {
    return process.stdout.isTTY && process.stdin.isTTY
  },
  /** Columns; some terminals do not know how wide they are, and say 0. */
  get width(): number {
    return process.stdout.isTTY ? process.stdout.columns || 80 : 120
  },
  /** The same where it is a terminal that knows; null where output goes to a file or to another program. */
  get columns(): number | null {
    return process.stdout.isTTY ? process.stdout.columns || 80 : null
  },
  get height(): number {
    return process.stdout.isTTY ? process.stdout.rows || 24 : 50
  },
  say(text: string): void {
    process.stdout.write(`${text}\n`)
  },
  /** One object on one line. */
  json(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`)
  },
  complain(text: string): void {
    process.stderr.write(`${styleText('red', text, { stream: process.stderr })}\n`)
  },
  /** A remark that is no result: for people, beside the output. */
  remark(text: string): void {
    process.stderr.write(`${text}\n`)
  },
  paint(format: Format, text: string): string {
    return styleText(format, text, { stream: process.stdout })
  },
}
